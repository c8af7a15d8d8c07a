using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Migrations.Bson;

// Objects like { "$oid": "..." } stand for a value. One must have exactly its keys; an object with unknown $ keys stays an object.
internal static partial class TypeWrapper
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789+-.eE");

    private static readonly Dictionary<string, Func<BsonDocument, BsonValue>> Readers = new(StringComparer.Ordinal)
    {
        ["$oid"] = d => ReadObjectId(d),
        ["$symbol"] = d => new BsonSymbol(Text(d, "$symbol")),
        ["$numberInt"] = d => new BsonInt32((int)Integer(Text(d, "$numberInt"), int.MinValue, int.MaxValue)),
        ["$numberLong"] = d => new BsonInt64(Integer(Text(d, "$numberLong"), long.MinValue, long.MaxValue)),
        ["$numberDouble"] = d => new BsonDouble(Double(Text(d, "$numberDouble"))),
        ["$numberDecimal"] = d => ReadDecimal(d),
        ["$binary"] = d => ReadBinary(d),
        ["$uuid"] = d => ReadUuid(d),
        ["$code"] = d => ReadCode(d),
        ["$scope"] = d => ReadCode(d),
        ["$timestamp"] = d => ReadTimestamp(d),
        ["$regularExpression"] = d => ReadRegularExpression(d),
        ["$dbPointer"] = d => ReadPointer(d),
        ["$minKey"] = d => One(d, "$minKey", BsonMinKey.Value),
        ["$maxKey"] = d => One(d, "$maxKey", BsonMaxKey.Value),
        ["$undefined"] = d => Only(d, "$undefined") is BsonBoolean { Value: true } ? BsonUndefined.Value : throw Wrong(d),
    };

    public static BsonValue Unwrap(BsonDocument document, bool hasPlainNumber)
    {
        foreach (var name in document.Names)
        {
            if (name == "$date")
            {
                return hasPlainNumber ? throw Wrong(document) : ReadDate(document);
            }

            if (name.StartsWith('$') && Readers.TryGetValue(name, out var read))
            {
                return read(document);
            }
        }

        return document;
    }

    private static ExtendedJsonException Wrong(BsonDocument document) =>
        new($"The object with the keys {string.Join(", ", document.Names)} is not of the form that Extended JSON gives it.");

    private static BsonValue Only(BsonDocument document, string key) => document.Count == 1 ? document[key] : throw Wrong(document);

    private static string Text(BsonDocument document, string key) => Only(document, key) is BsonString text ? text.Value : throw Wrong(document);

    private static BsonValue One(BsonDocument document, string key, BsonValue value) => Only(document, key) is BsonInt32 { Value: 1 } ? value : throw Wrong(document);

    private static long Integer(string text, long minimum, long maximum) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum
            ? number
            : throw new ExtendedJsonException($"'{text}' is no integer of that size.");

    private static double Double(string text) => text switch
    {
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ when text.AsSpan().IndexOfAnyExcept(NumberCharacters) < 0 && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => throw new ExtendedJsonException($"'{text}' is no double."),
    };

    private static BsonObjectId ReadObjectId(BsonDocument document) =>
        ObjectId.TryParse(Text(document, "$oid"), out var id) ? new BsonObjectId(id) : throw Wrong(document);

    private static BsonDecimal128 ReadDecimal(BsonDocument document)
    {
        try
        {
            return new BsonDecimal128(Decimal128.Parse(Text(document, "$numberDecimal")));
        }
        catch (FormatException e) when (e is not ExtendedJsonException)
        {
            throw new ExtendedJsonException(e.Message, e);
        }
    }

    private static BsonBinaryData ReadBinary(BsonDocument document)
    {
        if (Only(document, "$binary") is not BsonDocument { Count: 2 } binary
            || !binary.TryGetValue("base64", out var text) || text is not BsonString { Value: var base64 }
            || !binary.TryGetValue("subType", out var type) || type is not BsonString { Value: { Length: 1 or 2 } subType }
            || !byte.TryParse(subType, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            throw Wrong(document);
        }

        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? new BsonBinaryData(bytes.AsSpan(0, length), (BsonSubType)number) : throw Wrong(document);
    }

    private static BsonBinaryData ReadUuid(BsonDocument document)
    {
        var text = Text(document, "$uuid");
        return Uuid().IsMatch(text) && Guid.TryParse(text, out var uuid) ? new BsonBinaryData(uuid) : throw Wrong(document);
    }

    private static BsonValue ReadCode(BsonDocument document)
    {
        if (!document.TryGetValue("$code", out var value) || value is not BsonString { Value: var code })
        {
            throw Wrong(document);
        }

        return document.TryGetValue("$scope", out var scope)
            ? document.Count == 2 && scope is BsonDocument variables ? new BsonJavaScriptWithScope(code, variables) : throw Wrong(document)
            : document.Count == 1 ? new BsonJavaScript(code) : throw Wrong(document);
    }

    private static BsonTimestamp ReadTimestamp(BsonDocument document) =>
        Only(document, "$timestamp") is BsonDocument { Count: 2 } parts && parts.TryGetValue("t", out var t) && parts.TryGetValue("i", out var i)
            ? new BsonTimestamp(Unsigned(document, t), Unsigned(document, i))
            : throw Wrong(document);

    private static uint Unsigned(BsonDocument document, BsonValue value) =>
        value is BsonInt32 or BsonInt64 && value.ToInt64() is >= 0 and <= uint.MaxValue and var number ? (uint)number : throw Wrong(document);

    private static BsonRegularExpression ReadRegularExpression(BsonDocument document)
    {
        if (Only(document, "$regularExpression") is not BsonDocument { Count: 2 } parts
            || !parts.TryGetValue("pattern", out var pattern) || pattern is not BsonString { Value: var source }
            || !parts.TryGetValue("options", out var options) || options is not BsonString { Value: var flags })
        {
            throw Wrong(document);
        }

        return new BsonRegularExpression(source, flags);
    }

    private static BsonDBPointer ReadPointer(BsonDocument document) =>
        Only(document, "$dbPointer") is BsonDocument { Count: 2 } parts && parts.TryGetValue("$ref", out var target) && target is BsonString name && parts.TryGetValue("$id", out var id) && id is BsonObjectId { Value: var value }
            ? new BsonDBPointer(name.Value, value)
            : throw Wrong(document);

    private static BsonDateTime ReadDate(BsonDocument document) => Only(document, "$date") switch
    {
        BsonInt64 milliseconds => new BsonDateTime(milliseconds.Value),
        BsonString text when Rfc3339().IsMatch(text.Value) && DateTimeOffset.TryParse(text.Value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) => new BsonDateTime(time.ToUnixTimeMilliseconds()),
        _ => throw Wrong(document),
    };

    // To the millisecond; zeros may follow, digits that would be lost may not.
    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,3}0*)?(?:Z|[+-][0-9]{2}:?[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();

    [GeneratedRegex(@"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Uuid();
}
