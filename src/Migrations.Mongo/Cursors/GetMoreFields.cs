using Migrations.Bson;

namespace Migrations.Mongo.Cursors;

// What of the opening command goes on to every getMore.
internal static class GetMoreFields
{
    public static BsonDocument Of(RawBsonDocument command)
    {
        var fields = new BsonDocument();
        if (BatchSize(command) is > 0 and var size)
        {
            fields.Add("batchSize", size);
        }

        if (command.TryGetValue("comment"u8, out var comment))
        {
            fields.Add("comment", comment.ToBsonValue().Clone());
        }

        return fields;
    }

    // Find has it at top level; aggregate, listCollections and listIndexes inside `cursor`.
    private static long BatchSize(RawBsonDocument command)
    {
        if (command.TryGetValue("batchSize"u8, out var size))
        {
            return size.ToInt64();
        }

        return command.TryGetValue("cursor"u8, out var cursor) && cursor.Type == BsonType.Document && cursor.AsDocument.TryGetValue("batchSize"u8, out var inner)
            ? inner.ToInt64()
            : 0;
    }
}
