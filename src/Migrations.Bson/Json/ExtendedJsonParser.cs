using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Migrations.Bson;

internal static class ExtendedJsonParser
{
    // A document of the deepest nesting that BSON takes, and in it the wrappers of a type.
    private const int MaxDepth = BsonReader.MaxDepth + 3;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static BsonValue ParseValue(string json) => Parse(json, static (ref reader) => ReadValue(ref reader));

    public static BsonDocument ParseDocument(string json) => Parse(json, static (ref reader) => reader.TokenType == JsonTokenType.StartObject
        ? ReadMembers(ref reader).Document
        : throw new ExtendedJsonException("A document was expected: { ... }."));

    private delegate T Reading<out T>(ref Utf8JsonReader reader);

    private static T Parse<T>(string json, Reading<T> read)
    {
        try
        {
            var reader = new Utf8JsonReader(StrictUtf8.GetBytes(json), new JsonReaderOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Skip });
            reader.Read();
            var value = read(ref reader);
            return reader.Read() ? throw new ExtendedJsonException("There is text after the value.") : value;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
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
        var (document, hasPlainNumber) = ReadMembers(ref reader);
        return TypeWrapper.Unwrap(document, hasPlainNumber);
    }

    // Where a number stands plainly, a wrapper that wants { "$numberLong": ... } must not take it for one.
    private static (BsonDocument Document, bool HasPlainNumber) ReadMembers(ref Utf8JsonReader reader)
    {
        var document = new BsonDocument();
        var hasPlainNumber = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (name.Contains('\0', StringComparison.Ordinal))
            {
                throw new ExtendedJsonException("A field name has a zero character, which BSON cannot hold.");
            }

            reader.Read();
            hasPlainNumber |= reader.TokenType == JsonTokenType.Number;
            document.Add(name, ReadValue(ref reader));
        }

        return (document, hasPlainNumber);
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
