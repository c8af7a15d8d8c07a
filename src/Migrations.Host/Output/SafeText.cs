using System.Globalization;
using System.Text;

namespace Migrations.Host.Output;

internal static class SafeText
{
    private const int ZeroWidthJoiner = 0x200D;

    // On one line, without control characters, direction marks and lone surrogates, which a terminal or a picture could interpret.
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

    // With its line breaks, for a log that people and build servers read. Text from data or an author's code never starts a line
    // that could be taken for another message or for a command.
    public static string Log(string text) => string.Join("\n", text.ReplaceLineEndings("\n").Split('\n').Select((line, number) => number == 0 ? Visible(line) : Continued(Visible(line))));

    private static string Continued(string line) => line.StartsWith("  ", StringComparison.Ordinal) && !line.TrimStart().StartsWith("::", StringComparison.Ordinal) ? line : $"    | {line}";

    private static string Visible(string line) => WithoutCommands(string.Concat(line.EnumerateRunes().Select(r => IsVisible(r) ? r.ToString() : "\uFFFD")));

    // Build servers act on these anywhere in a line.
    private static string WithoutCommands(string line) => line.Replace("##", "# #", StringComparison.Ordinal);

    private static bool IsVisible(Rune rune) => rune.Value == ZeroWidthJoiner || (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format) && (rune.Value & 0xFFFE) != 0xFFFE);
}
