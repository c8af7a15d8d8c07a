using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// A batch that was announced before it was written: after a crash each of its documents tells by the hash of the fields that it changes whether it has been migrated.
// A batch of documents that failed earlier goes on nowhere: it has no last _id of its own. The list stays bytes, because hardly ever anybody asks for it.
internal sealed record PendingBatch(BsonValue? LastId, long Documents, RawArray List)
{
    public IReadOnlyList<PendingDocument> Changes => [.. List.Select(c => PendingDocument.Read(c.AsDocument))];

    // Those that the hashes are taken from; null for the whole document.
    public TouchedFields? Fields { get; init; }

    public static PendingBatch Read(StateDocument document)
    {
        foreach (var change in document.Documents("changes"))
        {
            _ = (change.Value("id"), change.Hash("before"), change.Hash("after"));
        }

        return new PendingBatch(Checkpoint.ReadId(document, "lastId"), document.Count("documents"), document.Value("changes").ToRawValue().AsArray)
        {
            Fields = TouchedFields.Read(document, "fields"),
        };
    }

    public BsonDocument ToDocument()
    {
        var document = new BsonDocument { { "documents", Documents }, { "changes", new RawValue(BsonType.Array, List.Bytes).Embed() } };
        if (Fields is not null)
        {
            document.Add("fields", Fields.ToArray());
        }

        if (LastId is not null)
        {
            document.Add("lastId", LastId);
        }

        return document;
    }
}

internal sealed record PendingDocument(BsonValue Id, long Before, long After)
{
    public static PendingDocument Read(RawDocument document) => new(DocumentId.Of(document["id"]), document["before"].ToInt64(), document["after"].ToInt64());
}
