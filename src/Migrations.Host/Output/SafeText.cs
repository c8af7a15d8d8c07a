using System.Globalization;
using System.Text;

namespace Migrations.Host.Output;

internal static class SafeText
{
    private const int ZeroWidthJoiner = 0x200D;

    // In one line, and without what a terminal, a picture or a reader could take for a command: controls, direction marks, halves of characters.
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                line.Append(line.Length == 0 || line[^1] == ' ' ? "" : " ");
            }
            else
            {
                line.Append(IsVisible(rune) ? rune.ToString() : "\uFFFD");
            }
        }

        return line.ToString().TrimEnd(' ');
    }

    private static bool IsVisible(Rune rune) => rune.Value == ZeroWidthJoiner || (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format) && (rune.Value & 0xFFFE) != 0xFFFE);
}
