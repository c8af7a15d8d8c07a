using Migrations.Bson;

namespace Migrations.Engine.Documents;

// A batch that was announced before it was written: after a crash each of its documents tells by its hash whether it has been migrated.
// A batch of documents that failed earlier goes on nowhere: it has no last _id of its own.
internal sealed record PendingBatch(BsonValue? LastId, long Documents, IReadOnlyList<PendingDocument> Changes)
{
    public static PendingBatch Create(Batch batch, BsonValue? lastId, long documents) =>
        new(lastId, documents, [.. batch.Changes.Select(c => new PendingDocument(c.Id, ContentHash.Of(c.Document.ToBsonDocument()), ContentHash.Of(c.After())))]);

    public static PendingBatch Read(BsonDocument document) => new(
        document.TryGetValue("lastId", out var last) ? last : null,
        document["documents"].ToInt64(),
        [.. document["changes"].AsBsonArray.Select(c => PendingDocument.Read(c.AsBsonDocument))]);

    public BsonDocument ToDocument()
    {
        var document = new BsonDocument { { "documents", Documents }, { "changes", new BsonArray(Changes.Select(c => c.ToDocument())) } };
        if (LastId is not null)
        {
            document.Add("lastId", LastId);
        }

        return document;
    }
}

internal sealed record PendingDocument(BsonValue Id, long Before, long After)
{
    public static PendingDocument Read(BsonDocument document) => new(document["id"], document["before"].ToInt64(), document["after"].ToInt64());

    public BsonDocument ToDocument() => new() { { "id", Id }, { "before", Before }, { "after", After } };
}
