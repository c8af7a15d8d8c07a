using MongoDB.Bson;

namespace Migrations.TestKit;

/// <summary>A command that reached a <see cref="FakeServer"/>.</summary>
public sealed record FakeRequest
{
    /// <summary>The command's name.</summary>
    public required string Name { get; init; }

    /// <summary>The body, document sequences folded in as arrays.</summary>
    public required BsonDocument Document { get; init; }

    /// <summary>How many bytes the message had.</summary>
    public required int MessageLength { get; init; }

    /// <summary>The connection that it came on, from 1.</summary>
    public required int Connection { get; init; }

    /// <summary>The request's number, which a reply has to repeat.</summary>
    public required int RequestId { get; init; }

    /// <summary>Whether it came as OP_QUERY, as a driver's first hello does.</summary>
    public bool IsQuery { get; init; }

    /// <summary>The names of the sequences that travelled outside the body.</summary>
    public IReadOnlyList<string> Sequences { get; init; } = [];
}
