using MongoDB.Bson;

namespace Migrations.Bytes;

// Reads every byte of a document at every depth, so that nothing can fail later.
internal static class RawValidator
{
    public static void Validate(ReadOnlySpan<byte> document) => Walk(document, 0, 0);

    private static void Walk(ReadOnlySpan<byte> document, long origin, int depth)
    {
        if (depth >= RawReader.MaxDepth)
        {
            throw new BsonFormatException($"Documents are nested deeper than {RawReader.MaxDepth} levels", origin);
        }

        var reader = new RawReader(document, origin);
        while (reader.Read())
        {
            RawReader.CheckUtf8(reader.NameUtf8, origin + reader.ElementOffset + 1);
            CheckValue(reader.Type, reader.Value, origin + reader.ValueOffset, depth);
        }
    }

    private static void CheckValue(BsonType type, ReadOnlySpan<byte> value, long origin, int depth)
    {
        switch (type)
        {
            case BsonType.String or BsonType.Symbol or BsonType.JavaScript:
                RawReader.CheckUtf8(value[4..^1], origin + 4);
                break;
            case BsonTypes.DBPointer:
                RawReader.CheckUtf8(value[4..^13], origin + 4);
                break;
            case BsonType.RegularExpression:
                RawReader.CheckUtf8(value, origin);
                break;
            case BsonType.Document or BsonType.Array:
                Walk(value, origin, depth + 1);
                break;
            case BsonType.JavaScriptWithScope:
                var code = 4 + BitConverter.ToInt32(value[4..8]);
                RawReader.CheckUtf8(value[8..(4 + code - 1)], origin + 8);
                Walk(value[(4 + code)..], origin + 4 + code, depth + 1);
                break;
            default:
                break;
        }
    }
}
