using Migrations.Bson;

namespace Migrations.Channel;

/// <summary>One database command: where it goes, its body, and what kind it is.</summary>
public sealed record Command
{
    /// <summary>Creates a command for a database; the first field of the body names the command.</summary>
    public Command(string database, RawBsonDocument body)
    {
        Database = database;
        Body = body;
    }

    /// <summary>The database it runs in, sent as <c>$db</c>.</summary>
    public string Database { get; init; }

    /// <summary>The body without <c>$db</c>, session and transaction fields, which the channel appends.</summary>
    public RawBsonDocument Body { get; init; }

    /// <summary>What may be done with it: retried, sent elsewhere. Never read out of the body. Default: <see cref="CommandKind.Admin"/>.</summary>
    public CommandKind Kind { get; init; } = CommandKind.Admin;

    /// <summary>Documents that travel outside the body (OP_MSG kind 1), or null.</summary>
    public DocumentSequence? Sequence { get; init; }

    /// <summary>Time allowed for each attempt, sent as <c>maxTimeMS</c>; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }
}
