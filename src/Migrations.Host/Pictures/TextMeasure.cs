using System.Globalization;
using System.Text;

namespace Migrations.Host.Pictures;

// The maximum width of text. The reader's font is not known, so the widths are those of the widest common one, and text never exceeds its space.
internal static class TextMeasure
{
    private const double Monospaced = 0.61;
    private const double Bold = 1.13;
    private const double Unknown = 1.05;

    public static double Width(string text, TextStyle style)
    {
        var width = text.EnumerateRunes().Sum(r => !r.IsAscii ? Other(r) : style.IsMonospaced ? Monospaced : Ascii((char)r.Value));
        return width * style.Size * (style.IsBold && !style.IsMonospaced ? Bold : 1);
    }

    // Breaks between words, and within one only when it is wider than a line.
    public static IEnumerable<string> Wrap(string text, TextStyle style, double width)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(w => Split(w, style, width)))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Width(longer, style) > width)
            {
                yield return line;
                longer = word;
            }

            line = longer;
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }

    // After a joining character if there is one in the last half of a line, else anywhere.
    private static IEnumerable<string> Split(string word, TextStyle style, double width)
    {
        var part = new StringBuilder();
        var elements = StringInfo.GetTextElementEnumerator(word);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (part.Length > 0 && Width(part + element, style) > width)
            {
                var text = part.ToString();
                var joint = text.AsSpan().LastIndexOfAny("_-./") + 1;
                var end = joint > text.Length / 2 ? joint : text.Length;
                yield return text[..end];
                part.Remove(0, end);
            }

            part.Append(element);
        }

        yield return part.ToString();
    }

    private static double Ascii(char letter) => letter switch
    {
        'i' or 'j' or 'l' or '\'' or '|' => 0.35,
        ' ' or '.' or ',' or ':' or ';' or '!' or 'f' or 't' or 'r' or 'I' or 'J' or '-' or '/' or '\\' or '(' or ')' or '[' or ']' => 0.42,
        'm' or 'M' or 'W' or '@' or '%' => 1,
        'w' or '+' or '<' or '>' or '=' or '~' or '#' or '^' or '&' => 0.85,
        >= 'A' and <= 'Z' => 0.79,
        _ => 0.64,
    };

    private static double Other(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        UnicodeCategory.LowercaseLetter => 0.8,
        _ => rune.IsBmp ? Unknown : 1.4,
    };
}

// A class of the style sheet, with what is needed to measure its text.
internal sealed record TextStyle(string Class, double Size, bool IsMonospaced = false, bool IsBold = false)
{
    public static TextStyle Heading { get; } = new("h", 20, IsBold: true);

    public static TextStyle Tree { get; } = new("t", 16, IsBold: true);

    public static TextStyle Id { get; } = new("i", 11, IsMonospaced: true);

    public static TextStyle Name { get; } = new("n", 12, IsBold: true);

    public static TextStyle Title { get; } = new("p", 12.5);

    public static TextStyle Remark { get; } = new("r", 11);

    public static TextStyle Pill { get; } = new("b", 10, IsBold: true);

    public static IReadOnlyList<TextStyle> All { get; } = [Heading, Tree, Id, Name, Title, Remark, Pill];
}
