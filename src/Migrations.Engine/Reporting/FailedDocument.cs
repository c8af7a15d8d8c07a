using MongoDB.Bson;

namespace Migrations.Engine.Reporting;

/// <summary>A document that cannot be migrated.</summary>
public sealed record FailedDocument
{
    /// <summary>The collection it was read from.</summary>
    public required string Collection { get; init; }

    /// <summary>Its <c>_id</c>.</summary>
    public required BsonValue Id { get; init; }

    /// <summary>What kind of failure it is.</summary>
    public MigrationErrorCode Code { get; init; }

    /// <summary>Why it failed.</summary>
    public required string Reason { get; init; }

    /// <summary>Where in the document, or null.</summary>
    public string? Path { get; init; }
}
