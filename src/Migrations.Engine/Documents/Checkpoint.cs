using MongoDB.Bson;
using Migrations.Engine.Scanning;

namespace Migrations.Engine.Documents;

// How far one range of a document migration is. Without transactions it also names the batch that is about to be written, document by document, with a hash of each before and after.
internal sealed record Checkpoint(int Number, IdRange Range)
{
    public BsonValue? LastId { get; init; }

    public long Documents { get; init; }

    // Numbers the next one.
    public long Batches { get; init; }

    // The number that is stored, as far as this run knows: a server that has another one has lost or gained something.
    public long Stored { get; init; }

    public long Modified { get; init; }

    // Only what emits counts these.
    public long Inserted { get; init; }

    public long Deleted { get; init; }

    public bool IsDone { get; init; }

    public PendingBatch? Pending { get; init; }

    // The same for what emits.
    public PendingEmit? Emitting { get; init; }

    // Whether the server was told to update the range by itself, outside of a transaction.
    public bool IsBegun { get; init; }

    // Whether the batch that is stored as pending has been written meanwhile, which is stored with the next one.
    public bool IsAhead { get; init; }

    // Whether a batch of it may be written in part.
    public bool IsAnnounced => Pending is not null || Emitting is not null || IsBegun;

    public static Checkpoint Read(BsonDocument document) => new(document["_id"].AsBsonDocument["range"].ToInt32(), IdRange.Read(document["bounds"].AsBsonDocument))
    {
        LastId = document.TryGetValue("lastId", out var last) ? last : null,
        Documents = document["documents"].ToInt64(),
        Modified = document["modified"].ToInt64(),
        Batches = document.TryGetValue("batches", out var batches) ? batches.ToInt64() : 0,
        Stored = batches?.ToInt64() ?? 0,
        IsDone = document["done"].ToBoolean(),
        Inserted = document.TryGetValue("inserted", out var inserted) ? inserted.ToInt64() : 0,
        Deleted = document.TryGetValue("deleted", out var deleted) ? deleted.ToInt64() : 0,
        Pending = document.TryGetValue("pending", out var pending) && pending is BsonDocument announced && announced.Contains("changes") ? PendingBatch.Read(announced) : null,
        Emitting = pending is BsonDocument emitting && emitting.Contains("sources") ? PendingEmit.Read(emitting) : null,
        IsBegun = pending is BsonDocument update && update.Contains("begun"),
    };

    public Checkpoint After(BsonValue? lastId, long documents, long modified) => this with { LastId = lastId, Documents = Documents + documents, Batches = Batches + 1, Modified = Modified + modified, Pending = null, Emitting = null, IsBegun = false };

    // What changes from batch to batch.
    public BsonDocument ToFields()
    {
        var document = new BsonDocument { { "documents", Documents }, { "batches", Batches }, { "modified", Modified }, { "done", IsDone }, { "pending", ToAnnouncement() } };
        if (Inserted + Deleted > 0)
        {
            document.Set("inserted", Inserted).Set("deleted", Deleted);
        }

        if (LastId is not null)
        {
            document.Add("lastId", LastId);
        }

        return document;
    }

    private BsonValue ToAnnouncement() => IsBegun ? new BsonDocument("begun", true) : Pending?.ToDocument() ?? Emitting?.ToDocument() ?? (BsonValue)BsonNull.Value;
}
