using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Migrations.Bson.Tests.Specifications;

// JSON without what does not count: white space, escapes, and how a number is written. That a number is an integer counts.
internal static class JsonTokens
{
    public static IReadOnlyList<string> Of(string json)
    {
        var tokens = new List<string>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = 1000 });
        while (reader.Read())
        {
            tokens.Add(reader.TokenType switch
            {
                JsonTokenType.PropertyName or JsonTokenType.String => $"{reader.TokenType} {reader.GetString()}",
                JsonTokenType.Number => Number(Encoding.UTF8.GetString(reader.ValueSpan)),
                _ => reader.TokenType.ToString(),
            });
        }

        return tokens;
    }

    private static string Number(string text) => text.AsSpan().IndexOfAny('.', 'e', 'E') < 0
        ? $"integer {text}"
        : $"double {BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)):X}";
}
