using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Migrations.Bson;

internal static class ExtendedJsonParser
{
    private const int MaxDepth = 1000;

    public static BsonValue Parse(string json)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Skip });
            reader.Read();
            var value = ReadValue(ref reader);
            return reader.Read() ? throw new ExtendedJsonException("There is text after the value.") : value;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or EncoderFallbackException)
        {
            throw new ExtendedJsonException(e.Message, e);
        }
    }

    private static BsonValue ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.String => new BsonString(reader.GetString()!),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => BsonBoolean.True,
        JsonTokenType.False => BsonBoolean.False,
        JsonTokenType.Null => BsonNull.Value,
        _ => throw new ExtendedJsonException($"A value was expected at byte {reader.TokenStartIndex}."),
    };

    private static BsonValue ReadObject(ref Utf8JsonReader reader)
    {
        var document = new BsonDocument();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (name.Contains('\0', StringComparison.Ordinal))
            {
                throw new ExtendedJsonException("A field name has a zero character, which BSON cannot hold.");
            }

            reader.Read();
            document.Add(name, ReadValue(ref reader));
        }

        return TypeWrapper.Unwrap(document);
    }

    private static BsonArray ReadArray(ref Utf8JsonReader reader)
    {
        var array = new BsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            array.Add(ReadValue(ref reader));
        }

        return array;
    }

    // The smallest type that holds the number: a fraction or an exponent makes it a double.
    private static BsonValue ReadNumber(ref Utf8JsonReader reader)
    {
        var isInteger = reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 && !reader.ValueSpan.SequenceEqual("-0"u8);
        if (isInteger && reader.TryGetInt32(out var number))
        {
            return new BsonInt32(number);
        }

        return isInteger && reader.TryGetInt64(out var large)
            ? new BsonInt64(large)
            : new BsonDouble(double.Parse(Encoding.UTF8.GetString(reader.ValueSpan), CultureInfo.InvariantCulture));
    }
}
