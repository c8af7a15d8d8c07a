using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Database;

// What callers of a cursor need now and then.
internal static class CommandCursorExtensions
{
    // The documents of the current batch in a copy of their own, because the batch's buffer is given back with the next one: one copy a batch.
    public static IReadOnlyList<BsonDocument> CopyBatch(this ICommandCursor cursor)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        return [.. new RawArray(cursor.Current.Bytes.ToArray()).Select(d => d.AsDocument.ToBsonDocument())];
    }
}
