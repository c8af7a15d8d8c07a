using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes.Batches;

// What is stored of a batch before it is written.
internal static class BatchAnnouncement
{
    private const int UsualEntry = 64;

    public static PendingBatch Of(Batch batch, BsonValue? lastId, long documents)
    {
        var fields = FieldsOf(batch.Changes);
        using var list = new RawWriter(batch.Changes.Count * UsualEntry);
        list.WriteStartDocument();
        for (var i = 0; i < batch.Changes.Count; i++)
        {
            Write(list, i, batch.Changes[i], fields);
        }

        list.WriteEndDocument();
        return new PendingBatch(lastId, documents, new RawArray(list.ToArray())) { Fields = fields };
    }

    // Null if that is the whole document.
    private static TouchedFields? FieldsOf(IReadOnlyList<PlannedChange> changes)
    {
        var fields = new TouchedFields();
        foreach (var change in changes)
        {
            if (change.IsPipeline || !fields.TryAdd(change.Update.Bytes.Span))
            {
                return null;
            }
        }

        return fields;
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
