using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// What the next run of an unfinished migration continues with, as its record holds it. Each range has a checkpoint of its own.
internal abstract record RecordedCheckpoint
{
    // Null if it is neither.
    public static RecordedCheckpoint? Read(StateDocument document) =>
        document.Has("next") ? PassCheckpoint.Read(document)
        : document.Has("undo") ? UndoCheckpoint.Read(document)
        : null;

    public abstract BsonDocument ToDocument();
}

// Which ranges of a document migration are under way: the numbers that belong to this pass, and what came before them.
internal sealed record PassCheckpoint(int First, int Next, long Total) : RecordedCheckpoint
{
    public bool KeepsImages { get; init; }

    // The direction that the ranges were cut for. A rollback of a half-done migration starts with the ranges of the way up.
    public MigrationDirection Direction { get; init; }

    // What the passes before this one wrote.
    public WriteCounts Earlier { get; init; } = new();

    // Documents that were never migrated, and so are not rolled back.
    public IReadOnlyList<BsonValue> Except { get; init; } = [];

    public static new PassCheckpoint Read(StateDocument document) => new(
        document.Number("first", 0, document.Number("next", 0, int.MaxValue)),
        document.Number("next", 0, int.MaxValue),
        document.Count("total"))
    {
        KeepsImages = document.FlagOrFalse("images"),
        Direction = AppliedCodec.ReadDirection(document),
        Earlier = document.Has("earlier") ? AppliedCodec.ReadCounts(document.Document("earlier")) : new WriteCounts(),
        Except = document.ValuesOrNone("except"),
    };

    public override BsonDocument ToDocument()
    {
        var document = new BsonDocument
        {
            { "first", First },
            { "next", Next },
            { "total", Total },
            { "images", KeepsImages },
            { "direction", AppliedCodec.TextOf(Direction) },
            { "earlier", AppliedCodec.Write(Earlier) },
        };
        if (Except.Count > 0)
        {
            document.Add("except", new BsonArray(Except));
        }

        return document;
    }
}

// How far a rollback from images is: counts of the documents so far, and the batch that was restored last.
internal sealed record UndoCheckpoint(long Total, RestoreCounts Counts, BatchKey? Last) : RecordedCheckpoint
{
    public static new UndoCheckpoint Read(StateDocument document) => new(
        document.Count("total"),
        RestoreCounts.Read(document.Document("undo")),
        document.DocumentOrNull("last") is { } last ? BatchKey.Read(last) : null);

    public override BsonDocument ToDocument() => new() { { "undo", Counts.ToDocument() }, { "total", Total }, { "last", Last is null ? BsonNull.Value : Last.ToDocument() } };
}

// How many stored documents were restored, left because somebody changed them, or are gone.
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
