using Migrations.Engine.Model;
using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// How far one range of a document migration is. Without transactions it also names the batch that is about to be written, document by document, with a hash of each before and after.
internal sealed record RangeCheckpoint(int Number, IdRange Range)
{
    public BsonValue? LastId { get; init; }

    public long Documents { get; init; }

    // Numbers the next one.
    public long Batches { get; init; }

    // The number that is stored, as far as this run knows: a server with another one has lost or gained something.
    public long Stored { get; init; }

    public long Modified { get; init; }

    // Only emitting migrations count these.
    public long Inserted { get; init; }

    public long Deleted { get; init; }

    // Documents that an emitting migration did not remove from its source.
    public long Kept { get; init; }

    public bool IsDone { get; init; }

    // Whether the filter still matches documents that were migrated, and they would change again.
    public bool IsUnmarked { get; init; }

    public PendingBatch? Pending { get; init; }

    // The same for emitting migrations.
    public PendingEmit? Emitting { get; init; }

    // Whether the server was told to update the range by itself, outside of a transaction.
    public bool IsBegun { get; init; }

    // Whether the batch that is stored as pending has been written meanwhile; that is stored with the next one.
    public bool IsAhead { get; init; }

    // Whether a batch of it may be partly written.
    public bool IsAnnounced => Pending is not null || Emitting is not null || IsBegun;

    public static RangeCheckpoint Read(StateDocument document)
    {
        var pending = document.DocumentOrNull("pending");
        var announced = pending is null ? (Pending: null, Emitting: null, IsBegun: false) : ReadAnnouncement(document, pending);
        var range = IdRange.Read(document.Document("bounds"));
        return new RangeCheckpoint(document.Key("tree", "id", "range").Number("range", 0, int.MaxValue), range)
        {
            LastId = ReadId(document, "lastId") is { } last && !range.HasKindOf(last) ? throw document.Fault("lastId", "an _id of the range") : ReadId(document, "lastId"),
            Documents = document.Count("documents"),
            Modified = document.Count("modified"),
            Batches = document.Count("batches"),
            Stored = document.Count("batches"),
            IsDone = document.Flag("done"),
            IsUnmarked = document.FlagOrFalse("unmarked"),
            Inserted = document.CountOrZero("inserted"),
            Deleted = document.CountOrZero("deleted"),
            Kept = document.CountOrZero("kept"),
            Pending = announced.Pending,
            Emitting = announced.Emitting,
            IsBegun = announced.IsBegun,
        };
    }

    // Null if there is none yet.
    public static BsonValue? ReadId(StateDocument document, string name) => document.ValueOrNull(name) switch
    {
        null => null,
        var id when IdKinds.Of(id) >= 0 => id,
        _ => throw document.Fault(name, "an _id"),
    };

    private static (PendingBatch? Pending, PendingEmit? Emitting, bool IsBegun) ReadAnnouncement(StateDocument document, StateDocument pending) =>
        pending.Has("changes") ? (PendingBatch.Read(pending), null, false)
        : pending.Has("sources") ? (null, PendingEmit.Read(pending), false)
        : pending.Has("begun") ? (null, null, pending.Flag("begun"))
        : throw document.Fault("pending", "null or what was announced");

    public RangeCheckpoint After(BsonValue? lastId, long documents, long modified) => this with { LastId = lastId, Documents = Documents + documents, Batches = Batches + 1, Modified = Modified + modified, Pending = null, Emitting = null, IsBegun = false };

    // What changes from batch to batch.
    public BsonDocument ToFields()
    {
        var document = new BsonDocument { { "documents", Documents }, { "batches", Batches }, { "modified", Modified }, { "done", IsDone }, { "pending", ToAnnouncement() } };
        if (Inserted + Deleted > 0)
        {
            document.Set("inserted", Inserted).Set("deleted", Deleted);
        }

        if (Kept > 0)
        {
            document.Add("kept", Kept);
        }

        if (IsUnmarked)
        {
            document.Add("unmarked", true);
        }

        if (LastId is not null)
        {
            document.Add("lastId", LastId);
        }

        return document;
    }

    private BsonValue ToAnnouncement() => IsBegun ? new BsonDocument("begun", true) : Pending?.ToDocument() ?? Emitting?.ToDocument() ?? (BsonValue)BsonNull.Value;
}

// A batch of a migration: its range, and its number in the range.
internal sealed record BatchKey(string Tree, string Id, int Range, long Sequence)
{
    // The key of a range's next batch.
    public static BatchKey Next(MigrationDescriptor migration, RangeCheckpoint reached) => new(migration.Tree, migration.Id, reached.Number, reached.Batches);

    public static BatchKey Read(StateDocument key) => new(key.Text("tree"), key.Text("id"), key.Number("range", 0, int.MaxValue), key.Count("seq"));

    public BsonDocument ToDocument() => MigrationKey.Of(Tree, Id).Set("range", Range).Set("seq", Sequence);
}
