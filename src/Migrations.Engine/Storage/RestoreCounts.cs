using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// What came of stored documents: put back, left because somebody changed them since, or not there any more.
internal sealed record RestoreCounts
{
    public const int MaxExamples = 10;

    public long Restored { get; init; }

    public long Changed { get; init; }

    public long Deleted { get; init; }

    public IReadOnlyList<BsonValue> ChangedIds { get; init; } = [];

    public IReadOnlyList<BsonValue> DeletedIds { get; init; } = [];

    public long Total => Restored + Changed + Deleted;

    public static RestoreCounts Read(StateDocument document) => new()
    {
        Restored = document.Count("restored"),
        Changed = document.Count("changed"),
        Deleted = document.Count("deleted"),
        ChangedIds = document.Values("changedIds"),
        DeletedIds = document.Values("deletedIds"),
    };

    public RestoreCounts Add(RestoreCounts other) => new()
    {
        Restored = Restored + other.Restored,
        Changed = Changed + other.Changed,
        Deleted = Deleted + other.Deleted,
        ChangedIds = [.. ChangedIds.Concat(other.ChangedIds).Take(MaxExamples)],
        DeletedIds = [.. DeletedIds.Concat(other.DeletedIds).Take(MaxExamples)],
    };

    public BsonDocument ToDocument() => new()
    {
        { "restored", Restored },
        { "changed", Changed },
        { "deleted", Deleted },
        { "changedIds", new BsonArray(ChangedIds) },
        { "deletedIds", new BsonArray(DeletedIds) },
    };

    public static string Names(IEnumerable<BsonValue> ids) => string.Join(", ", ids.Take(MaxExamples).Select(DocumentId.TextOf));
}
