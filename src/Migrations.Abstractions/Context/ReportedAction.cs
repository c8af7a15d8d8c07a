using MongoDB.Bson;

namespace Migrations;

/// <summary>Something a migration says it did.</summary>
public sealed record ReportedAction
{
    /// <summary>One line that describes it.</summary>
    public required string Description { get; init; }

    /// <summary>The collection it happened in, or null.</summary>
    public string? Collection { get; init; }

    /// <summary>What kind of change it was.</summary>
    public ActionKind Kind { get; init; }

    /// <summary>Facts for programs, or null.</summary>
    public BsonDocument? Details { get; init; }
}
