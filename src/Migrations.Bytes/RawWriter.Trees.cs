using System.Globalization;
using MongoDB.Bson;

namespace Migrations.Bytes;

// The driver's objects, written as they are: names that occur twice, negative zeros and old binary data included.
public sealed partial class RawWriter
{
    /// <summary>Writes any value of the driver's.</summary>
    public void WriteValue(string name, BsonValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        WriteHeader(value.BsonType, name);
        WriteTree(value, _starts.Count);
    }

    /// <summary>Writes any value of the driver's.</summary>
    public void WriteValue(ReadOnlySpan<byte> name, BsonValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        WriteHeader(value.BsonType, name);
        WriteTree(value, _starts.Count);
    }

    // The bytes of a value, without type and name.
    internal void WriteTree(BsonValue value, int depth)
    {
        if (depth >= RawReader.MaxDepth)
        {
            throw new BsonFormatException($"Documents are nested deeper than {RawReader.MaxDepth} levels", 0);
        }

        switch (value)
        {
            case VerbatimValue verbatim:
                WriteBytes(verbatim.Raw.Bytes.Span);
                break;
            case BsonDocument document:
                WriteFields(document, depth);
                break;
            case BsonArray array:
                WriteItems(array, depth);
                break;
            case BsonJavaScriptWithScope code:
                WriteCodeWithScope(code, depth);
                break;
            default:
                WriteLeaf(value);
                break;
        }
    }

    private void WriteFields(BsonDocument document, int depth)
    {
        WriteStartDocument();
        foreach (var element in document.Elements)
        {
            WriteHeader(element.Value.BsonType, element.Name);
            WriteTree(element.Value, depth + 1);
        }

        WriteEndDocument();
    }

    private void WriteItems(BsonArray array, int depth)
    {
        WriteStartDocument();
        for (var i = 0; i < array.Count; i++)
        {
            WriteHeader(array[i].BsonType, i.ToString(CultureInfo.InvariantCulture));
            WriteTree(array[i], depth + 1);
        }

        WriteEndDocument();
    }

    private void WriteCodeWithScope(BsonJavaScriptWithScope code, int depth)
    {
        WriteStartDocument();
        WriteStringValue(code.Code);
        WriteFields(code.Scope, depth + 1);
        EndLength();
    }

    // Of a regular expression the driver sorts the options, as BSON wants them.
    private void WriteLeaf(BsonValue value)
    {
        switch (value)
        {
            case BsonDouble number:
                WriteInt64Value(BitConverter.DoubleToInt64Bits(number.Value));
                break;
            case BsonString text:
                WriteStringValue(text.Value);
                break;
            case BsonBinaryData binary:
                WriteBinaryValue((byte)binary.SubType, binary.Bytes);
                break;
            case BsonObjectId id:
                WriteBytes(id.Value.ToByteArray());
                break;
            case BsonBoolean flag:
                WriteBytes(flag.Value ? [1] : [0]);
                break;
            case BsonDateTime date:
                WriteInt64Value(date.MillisecondsSinceEpoch);
                break;
            case BsonRegularExpression expression:
                WriteCString(expression.Pattern);
                WriteCString(expression.Options);
                break;
            case BsonJavaScript code:
                WriteStringValue(code.Code);
                break;
            case BsonSymbol symbol:
                WriteStringValue(symbol.Name);
                break;
            case BsonInt32 number:
                WriteInt32Value(number.Value);
                break;
            case BsonTimestamp timestamp:
                WriteInt64Value(timestamp.Value);
                break;
            case BsonInt64 number:
                WriteInt64Value(number.Value);
                break;
            case BsonDecimal128 number:
                WriteDecimal128Value(number.Value);
                break;
            case BsonNull or BsonUndefined or BsonMinKey or BsonMaxKey:
                break;
            default:
                throw new ArgumentException($"A value of type {value.BsonType} ({value.GetType().Name}) has no BSON form.", nameof(value));
        }
    }
}
