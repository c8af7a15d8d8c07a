using Migrations.Bson;

namespace Migrations.Engine.Documents;

// How far a document migration is. Without transactions it also names the batch that is about to be written, document by document, with a hash of each before and after.
internal sealed record Checkpoint
{
    public BsonValue? LastId { get; init; }

    public long Documents { get; init; }

    public long Modified { get; init; }

    public PendingBatch? Pending { get; init; }

    public static Checkpoint Read(BsonDocument? document) => document is null
        ? new Checkpoint()
        : new Checkpoint
        {
            LastId = document.TryGetValue("lastId", out var last) ? last : null,
            Documents = document["documents"].ToInt64(),
            Modified = document["modified"].ToInt64(),
            Pending = document.TryGetValue("pending", out var pending) ? PendingBatch.Read(pending.AsBsonDocument) : null,
        };

    public Checkpoint After(BsonValue lastId, long documents, long modified) => new() { LastId = lastId, Documents = Documents + documents, Modified = Modified + modified };

    public BsonDocument ToDocument()
    {
        var document = new BsonDocument { { "documents", Documents }, { "modified", Modified } };
        if (LastId is not null)
        {
            document.Add("lastId", LastId);
        }

        if (Pending is not null)
        {
            document.Add("pending", Pending.ToDocument());
        }

        return document;
    }
}
