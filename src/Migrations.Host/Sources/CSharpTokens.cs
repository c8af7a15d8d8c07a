using System.Text.RegularExpressions;

namespace Migrations.Host.Sources;

// Words, literals and marks of C# text with their places. Comments, directives and white space are left out, so nothing inside them is ever taken for code.
internal static partial class CSharpTokens
{
    public static IReadOnlyList<CSharpToken> Read(string text)
    {
        var tokens = new List<CSharpToken>();
        foreach (Match match in Token().Matches(text))
        {
            if (match.Groups["text"] is { Success: true } literal)
            {
                tokens.Add(new CSharpToken(match.Value.StartsWith('$') || match.Value.StartsWith("@$", StringComparison.Ordinal) ? TokenKind.Other : TokenKind.Literal, literal.Value, literal.Index));
            }
            else if (match.Groups["word"].Success)
            {
                tokens.Add(new CSharpToken(TokenKind.Word, match.Value, match.Index));
            }
            else if (match.Groups["mark"].Success)
            {
                tokens.Add(new CSharpToken(TokenKind.Mark, match.Value, match.Index));
            }
        }

        return tokens;
    }

    [GeneratedRegex(
        """
        \s+ | //[^\n]* | /\*[\s\S]*?\*/ | (?<=^[\ \t]*)\#[^\n]*
        | \$*(?<quotes>(?>"{3,}))(?<text>[\s\S]*?)\k<quotes>(?!")
        | (?:\$@|@\$|@)"(?<text>(?:[^"]|"")*)"
        | \$?"(?<text>(?:\\.|[^"\\\r\n])*)"
        | '(?:\\.|[^'\\\r\n])+'
        | (?<word>@?[\p{L}_][\p{L}\p{Nd}_]*)
        | (?<mark>.)
        """,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.Multiline)]
    private static partial Regex Token();
}

internal enum TokenKind
{
    Word,
    Literal,
    Mark,
    Other,
}

// For a literal, text and position are those between its quotes.
internal readonly record struct CSharpToken(TokenKind Kind, string Text, int Start)
{
    public bool Is(string mark) => Kind == TokenKind.Mark && Text == mark;
}
