namespace Migrations.Mongo.ConnectionStrings;

internal static class Percent
{
    public static string Decode(string text) => Uri.UnescapeDataString(text);

    // Every % must begin an escape of two hexadecimal digits.
    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])))
            {
                return false;
            }
        }

        return true;
    }
}
