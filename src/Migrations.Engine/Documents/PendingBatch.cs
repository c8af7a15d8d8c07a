using Migrations.Bytes;
using Migrations.Engine.Scanning;
using Migrations.Engine.State;
using MongoDB.Bson;

namespace Migrations.Engine.Documents;

// A batch that was announced before it was written: after a crash each of its documents tells by the hash of the fields that it changes whether it has been migrated.
// A batch of documents that failed earlier goes on nowhere: it has no last _id of its own. The list stays bytes, because hardly ever anybody asks for it.
internal sealed record PendingBatch(BsonValue? LastId, long Documents, RawArray List)
{
    private const int UsualEntry = 64;

    public IReadOnlyList<PendingDocument> Changes => [.. List.Select(c => PendingDocument.Read(c.AsDocument))];

    // Those that the hashes are taken from; null for the whole document.
    public TouchedFields? Fields { get; init; }

    public static PendingBatch Create(Batch batch, BsonValue? lastId, long documents)
    {
        var fields = TouchedFields.Of(batch.Changes);
        using var list = new RawWriter(batch.Changes.Count * UsualEntry);
        list.WriteStartDocument();
        for (var i = 0; i < batch.Changes.Count; i++)
        {
            Write(list, i, batch.Changes[i], fields);
        }

        list.WriteEndDocument();
        return new PendingBatch(lastId, documents, new RawArray(list.ToArray())) { Fields = fields };
    }

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

    private static void Write(RawWriter list, int position, PlannedChange change, TouchedFields? fields)
    {
        var (before, after) = change.Hashes(fields);
        list.WriteStartItem(position);
        if (change.Document.TryGetValue("_id"u8, out var id))
        {
            list.WriteRaw("id"u8, id);
        }
        else
        {
            list.WriteNull("id"u8);
        }

        list.WriteInt64("before"u8, before);
        list.WriteInt64("after"u8, after);
        list.WriteEndDocument();
    }
}

internal sealed record PendingDocument(BsonValue Id, long Before, long After)
{
    public static PendingDocument Read(RawDocument document) => new(DocumentId.Of(document["id"]), document["before"].ToInt64(), document["after"].ToInt64());
}
