using Migrations.Bson;

namespace Migrations.Channel;

/// <summary>What callers of a cursor need now and then.</summary>
public static class CommandCursorExtensions
{
    /// <summary>The documents of the current batch in a copy of their own, because the batch's buffer is given back with the next one: one copy a batch.</summary>
    public static IReadOnlyList<BsonDocument> CopyBatch(this ICommandCursor cursor)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        return [.. new RawBsonArray(cursor.Current.Bytes.ToArray()).Select(d => d.AsDocument.ToBsonDocument())];
    }
}
