using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Migrations.Bson;

// https://github.com/mongodb/specifications/blob/master/source/extended-json/extended-json.md
internal sealed class ExtendedJsonWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000, SkipValidation = true };
    private readonly Utf8JsonWriter _json;
    private readonly bool _isCanonical;

    private ExtendedJsonWriter(Utf8JsonWriter json, JsonOutputMode mode)
    {
        _json = json;
        _isCanonical = mode == JsonOutputMode.Canonical;
    }

    public static string Write(BsonValue value, JsonOutputMode mode)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            new ExtendedJsonWriter(json, mode).Write(value, 0);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Write(BsonValue value, int depth)
    {
        BsonDocument.CheckDepth(depth);
        switch (value)
        {
            case BsonDocument document:
                WriteDocument(document, depth);
                break;
            case BsonArray array:
                _json.WriteStartArray();
                foreach (var item in array)
                {
                    Write(item, depth + 1);
                }

                _json.WriteEndArray();
                break;
            case BsonString text:
                _json.WriteStringValue(text.Value);
                break;
            case BsonBoolean flag:
                _json.WriteBooleanValue(flag.Value);
                break;
            case BsonNull:
                _json.WriteNullValue();
                break;
            case BsonInt32 or BsonInt64 or BsonDouble or BsonDecimal128:
                WriteNumber(value);
                break;
            default:
                WriteWrapped(value, depth);
                break;
        }
    }

    private void WriteDocument(BsonDocument document, int depth)
    {
        _json.WriteStartObject();
        foreach (var field in document.Elements)
        {
            _json.WritePropertyName(field.Name);
            Write(field.Value, depth + 1);
        }

        _json.WriteEndObject();
    }

    private void WriteNumber(BsonValue value)
    {
        switch (value)
        {
            case BsonInt32 number when !_isCanonical:
                _json.WriteNumberValue(number.Value);
                break;
            case BsonInt64 number when !_isCanonical:
                _json.WriteNumberValue(number.Value);
                break;
            case BsonDouble number when !_isCanonical && double.IsFinite(number.Value):
                _json.WriteRawValue(DoubleText(number.Value), skipInputValidation: true);
                break;
            case BsonInt32 number:
                Wrap("$numberInt", number.ToString());
                break;
            case BsonInt64 number:
                Wrap("$numberLong", number.ToString());
                break;
            case BsonDouble number:
                Wrap("$numberDouble", DoubleText(number.Value));
                break;
            default:
                Wrap("$numberDecimal", value.ToString()!);
                break;
        }
    }

    private static string DoubleText(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }

        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text;
    }

    private void WriteWrapped(BsonValue value, int depth)
    {
        switch (value)
        {
            case BsonObjectId id:
                Wrap("$oid", id.Value.ToString());
                break;
            case BsonSymbol symbol:
                Wrap("$symbol", symbol.Value);
                break;
            case BsonJavaScript code:
                Wrap("$code", code.Value);
                break;
            case BsonDateTime date:
                WriteDate(date);
                break;
            case BsonBinaryData binary:
                WriteBinary(binary);
                break;
            case BsonUndefined:
                _json.WriteStartObject();
                _json.WriteBoolean("$undefined", true);
                _json.WriteEndObject();
                break;
            case BsonMinKey or BsonMaxKey:
                _json.WriteStartObject();
                _json.WriteNumber(value is BsonMinKey ? "$minKey" : "$maxKey", 1);
                _json.WriteEndObject();
                break;
            default:
                WriteCompound(value, depth);
                break;
        }
    }

    private void WriteCompound(BsonValue value, int depth)
    {
        _json.WriteStartObject();
        switch (value)
        {
            case BsonTimestamp timestamp:
                _json.WriteStartObject("$timestamp");
                _json.WriteNumber("t", timestamp.Seconds);
                _json.WriteNumber("i", timestamp.Increment);
                _json.WriteEndObject();
                break;
            case BsonRegularExpression expression:
                _json.WriteStartObject("$regularExpression");
                _json.WriteString("pattern", expression.Pattern);
                _json.WriteString("options", string.Concat(expression.Options.Order()));
                _json.WriteEndObject();
                break;
            case BsonDBPointer pointer:
                _json.WriteStartObject("$dbPointer");
                _json.WriteString("$ref", pointer.Namespace);
                _json.WritePropertyName("$id");
                Wrap("$oid", pointer.Id.ToString());
                _json.WriteEndObject();
                break;
            case BsonJavaScriptWithScope code:
                _json.WriteString("$code", code.Code);
                _json.WritePropertyName("$scope");
                Write(code.Scope, depth + 1);
                break;
            default:
                throw new InvalidOperationException($"There is no Extended JSON for {value.GetType()}.");
        }

        _json.WriteEndObject();
    }

    private void WriteDate(BsonDateTime date)
    {
        if (!_isCanonical && date.IsValidDateTime && date.MillisecondsSinceEpoch >= 0)
        {
            Wrap("$date", date.ToDateTime().ToString(date.MillisecondsSinceEpoch % 1000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            return;
        }

        _json.WriteStartObject();
        _json.WritePropertyName("$date");
        Wrap("$numberLong", date.MillisecondsSinceEpoch.ToString(CultureInfo.InvariantCulture));
        _json.WriteEndObject();
    }

    private void WriteBinary(BsonBinaryData binary)
    {
        _json.WriteStartObject();
        _json.WriteStartObject("$binary");
        _json.WriteString("base64", Convert.ToBase64String(binary.Bytes.Span));
        _json.WriteString("subType", ((int)binary.SubType).ToString("x2", CultureInfo.InvariantCulture));
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void Wrap(string key, string text)
    {
        _json.WriteStartObject();
        _json.WriteString(key, text);
        _json.WriteEndObject();
    }
}
