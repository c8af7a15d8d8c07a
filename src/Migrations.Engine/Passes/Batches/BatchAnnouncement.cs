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
        return new PendingBatch(lastId, documents, ListOf(batch.Changes, fields)) { Fields = fields };
    }

    // The part of it that comes before a document; null if nothing is changed there. A batch of documents that failed earlier does not move the position of its range.
    public static PendingBatch? Before(BsonValue id, Batch batch, PendingBatch whole)
    {
        List<BsonValue> ids = [.. batch.Ids.TakeWhile(i => !i.Equals(id))];
        ArraySegment<PlannedChange> changes = batch.Changes.TakeWhile(c => !c.Id.Equals(id)).ToArray();
        return changes.Count == 0 ? null : whole with
        {
            LastId = whole.Documents == 0 ? whole.LastId : ids[^1],
            Documents = whole.Documents == 0 ? 0 : ids.Count,
            List = ListOf(changes, whole.Fields),
        };
    }

    private static RawArray ListOf(ArraySegment<PlannedChange> changes, TouchedFields? fields)
    {
        using var list = new RawWriter(changes.Count * UsualEntry);
        list.WriteStartDocument();
        for (var i = 0; i < changes.Count; i++)
        {
            Write(list, i, changes[i], fields);
        }

        list.WriteEndDocument();
        return new RawArray(list.ToArray());
    }

    // Null if that is the whole document.
    private static TouchedFields? FieldsOf(IReadOnlyList<PlannedChange> changes)
    {
        var fields = new TouchedFields();
        foreach (var change in changes)
        {
            if (!(change.IsPipeline ? fields.TryAdd(change.ChangedFields()) : fields.TryAdd(change.Update.Bytes.Span)))
            {
                return null;
            }
        }

        return fields;
    }

    private static void Write(RawWriter list, int position, PlannedChange change, TouchedFields? fields)
    {
        var (before, after) = change.Hashes(fields);
        var isOrdered = before == after;
        (before, after) = isOrdered ? change.OrderedHashes(fields) : (before, after);
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
        if (isOrdered)
        {
            list.WriteBoolean("ordered"u8, true);
        }

        list.WriteEndDocument();
    }
}
