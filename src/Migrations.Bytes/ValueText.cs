using System.Globalization;
using System.Text;
using MongoDB.Bson;
using MongoDB.Bson.IO;

namespace Migrations.Bytes;

// A value for a message: as mongosh takes it, on one line, cut if it is long. It shows the type.
internal static class ValueText
{
    private const int LongestString = 100;
    private const int LongestBinary = 30;
    private const int LongestText = 500;
    private const string Cut = "...";
    private static readonly JsonWriterSettings Shell = new() { OutputMode = JsonOutputMode.Shell };

    public static string Of(RawValue value)
    {
        var text = new StringBuilder();
        Append(text, TreeReader.Lenient.ReadValue(value.Type, value.Bytes.Span));
        return text.ToString();
    }

    private static void Append(StringBuilder text, BsonValue value)
    {
        switch (value)
        {
            case BsonDocument document:
                AppendAll(text, "{ ", " }", document.Elements, Append);
                break;
            case BsonArray array:
                AppendAll(text, "[", "]", array, Append);
                break;
            case BsonString { Value.Length: > LongestString } name:
                text.Append(Scalar(new BsonString(Start(name.Value)))).Append(CultureInfo.InvariantCulture, $" ({name.Value.Length:N0} characters)");
                break;
            case BsonBinaryData { Bytes.Length: > LongestBinary } binary:
                text.Append(Scalar(new BsonBinaryData(binary.Bytes[..LongestBinary], binary.SubType))).Append(CultureInfo.InvariantCulture, $"{Cut} ({binary.Bytes.Length:N0} bytes)");
                break;
            default:
                text.Append(Scalar(value));
                break;
        }
    }

    private static void Append(StringBuilder text, BsonElement element)
    {
        text.Append(Scalar(new BsonString(Start(element.Name)))).Append(" : ");
        Append(text, element.Value);
    }

    private static void AppendAll<T>(StringBuilder text, string opening, string closing, IEnumerable<T> items, Action<StringBuilder, T> append)
    {
        text.Append(opening);
        var isFirst = true;
        foreach (var item in items)
        {
            text.Append(isFirst ? "" : ", ");
            isFirst = false;
            if (text.Length > LongestText)
            {
                text.Append(Cut);
                break;
            }

            append(text, item);
        }

        text.Append(isFirst ? closing.TrimStart() : closing);
    }

    private static string Scalar(BsonValue value) => value.ToJson(Shell);

    // Do not cut a surrogate pair.
    private static string Start(string text) => text.Length <= LongestString ? text : text[..(char.IsHighSurrogate(text[LongestString - 1]) ? LongestString - 1 : LongestString)] + Cut;
}
