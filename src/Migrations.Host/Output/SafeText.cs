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

        return WithoutCommands(line.ToString().TrimEnd(' '));
    }

    // As it was written, in as many lines, for a log that people and build servers read. What data or an author's code put into a text begins no line of its own
    // that could be taken for another message or for a command.
    public static string Log(string text) => string.Join("\n", text.ReplaceLineEndings("\n").Split('\n').Select((line, number) => number == 0 ? Visible(line) : Continued(Visible(line))));

    private static string Continued(string line) => line.StartsWith("  ", StringComparison.Ordinal) && !line.TrimStart().StartsWith("::", StringComparison.Ordinal) ? line : $"    | {line}";

    private static string Visible(string line) => WithoutCommands(string.Concat(line.EnumerateRunes().Select(r => IsVisible(r) ? r.ToString() : "\uFFFD")));

    // Build servers act on these wherever they stand in a line.
    private static string WithoutCommands(string line) => line.Replace("##", "# #", StringComparison.Ordinal);

    private static bool IsVisible(Rune rune) => rune.Value == ZeroWidthJoiner || (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format) && (rune.Value & 0xFFFE) != 0xFFFE);
}
