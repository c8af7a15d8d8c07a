using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

internal sealed record SchemaChange(string Command, DatabaseNamespace Database, string? Collection)
{
    // For a renamed collection.
    public CollectionNamespace? Target { get; init; }

    public bool ReplacesTarget { get; init; }

    // Whether the body has read or written in its transaction before, so that the two would wait for each other.
    public bool IsAfterFirstRead { get; init; }
}
