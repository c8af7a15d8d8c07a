using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.LocalServer.Gateway.Commands;

internal static class IndexDescriptions
{
    // The engine also says how it stores an index; MongoDB's clients would take that for an option that was set.
    public static RawDocument Clean(RawDocument reply, string batchName)
    {
        var cleaned = reply.ToBsonDocument();
        var cursor = cleaned["cursor"].AsBsonDocument;
        var batch = new BsonArray();
        foreach (var index in cursor[batchName].AsBsonArray)
        {
            var description = index.AsBsonDocument;
            description.Remove("storageEngine");
            batch.Add(description);
        }

        cursor.Set(batchName, batch);
        cleaned.Set("cursor", cursor);
        return cleaned.ToRaw();
    }

    // A unique index with a descending part lets duplicates with missing fields through, unless its storage is the older one.
    public static RawDocument Cure(RawDocument createIndexes)
    {
        if (!createIndexes.TryGetValue("indexes"u8, out var indexes) || indexes.Type != BsonType.Array || !indexes.AsArray.Any(NeedsCure))
        {
            return createIndexes;
        }

        var cured = createIndexes.ToBsonDocument();
        var specs = new BsonArray();
        foreach (var index in indexes.AsArray)
        {
            var spec = index.AsDocument.ToBsonDocument();
            if (NeedsCure(index))
            {
                spec.Set("enableOrderedIndex", false);
            }

            specs.Add(spec);
        }

        cured.Set("indexes", specs);
        return cured.ToRaw();
    }

    private static bool NeedsCure(RawValue index)
    {
        if (index.Type != BsonType.Document || !index.AsDocument.TryGetValue("unique"u8, out var unique) || !unique.ToBoolean()
            || !index.AsDocument.TryGetValue("key"u8, out var key) || key.Type != BsonType.Document)
        {
            return false;
        }

        foreach (var part in key.AsDocument)
        {
            if (part.Value.Type is BsonType.Int32 or BsonType.Int64 or BsonType.Double && part.Value.ToDouble() < 0)
            {
                return true;
            }
        }

        return false;
    }
}
