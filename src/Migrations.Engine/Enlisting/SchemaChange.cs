using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

internal sealed record SchemaChange(string Command, DatabaseNamespace Database, string? Collection)
{
    // For a renamed collection.
    public CollectionNamespace? Target { get; init; }

    public bool ReplacesTarget { get; init; }

    // Whether the body has already read or written in its transaction, so that the two would wait for each other.
    public bool IsAfterFirstRead { get; init; }
}
