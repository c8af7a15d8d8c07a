using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Database;

// Helpers for the callers of a cursor.
internal static class CommandCursorExtensions
{
    // The documents of the current batch copied, because the batch's buffer is released with the next one: one copy for each batch.
    public static IReadOnlyList<BsonDocument> CopyBatch(this ICommandCursor cursor)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        return [.. new RawArray(cursor.Current.Bytes.ToArray()).Select(d => d.AsDocument.ToBsonDocument())];
    }
}
