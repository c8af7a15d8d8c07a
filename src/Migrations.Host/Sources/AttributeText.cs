namespace Migrations.Host.Sources;

// An attribute as it is written: its name without namespace, and its arguments.
internal sealed record AttributeText(string Name, IReadOnlyList<ArgumentText> Arguments, int Start, int NextToken)
{
    // All attributes of a file, in their order.
    public static IEnumerable<AttributeText> Find(IReadOnlyList<CSharpToken> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Is("[") && (i == 0 || !(tokens[i - 1].Kind == TokenKind.Word || tokens[i - 1].Is(")"))))
            {
                foreach (var attribute in ReadList(tokens, i + 1))
                {
                    yield return attribute;
                }
            }
        }
    }

    // The argument of that position or name that is written as one literal; null if there is none.
    public SourceText? Literal(int position, string name) => Literal(Arguments.Where(a => a.Name is null).ElementAtOrDefault(position) ?? Arguments.FirstOrDefault(a => a.Name == name));

    public SourceText? Literal(string name) => Literal(Arguments.FirstOrDefault(a => a.Name == name));

    private static SourceText? Literal(ArgumentText? argument) => argument is { Tokens: [{ Kind: TokenKind.Literal } token] } ? new SourceText(token.Text, token.Start) : null;

    // [target: Name(...), Namespace.Name(...)]
    private static IEnumerable<AttributeText> ReadList(IReadOnlyList<CSharpToken> tokens, int at)
    {
        while (at < tokens.Count)
        {
            var start = at;
            while (at < tokens.Count && (tokens[at].Kind == TokenKind.Word || tokens[at].Is(".") || tokens[at].Is(":")))
            {
                at++;
            }

            if (at == start || at >= tokens.Count || tokens[at - 1].Kind != TokenKind.Word)
            {
                yield break;
            }

            var name = tokens[at - 1].Text;
            List<ArgumentText> arguments = [];
            if (tokens[at].Is("("))
            {
                (arguments, at) = ReadArguments(tokens, at + 1);
            }

            yield return new AttributeText(name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name, arguments, tokens[start].Start, at);
            if (at >= tokens.Count || !tokens[at].Is(","))
            {
                yield break;
            }

            at++;
        }
    }

    private static (List<ArgumentText> Arguments, int Next) ReadArguments(IReadOnlyList<CSharpToken> tokens, int at)
    {
        var (arguments, current, depth) = (new List<ArgumentText>(), new List<CSharpToken>(), 0);
        for (; at < tokens.Count; at++)
        {
            var token = tokens[at];
            if (depth == 0 && (token.Is(",") || token.Is(")")))
            {
                arguments.Add(ArgumentText.Of(current));
                current = [];
                if (token.Is(")"))
                {
                    return (arguments, at + 1);
                }

                continue;
            }

            depth += token.Is("(") || token.Is("[") || token.Is("{") ? 1 : token.Is(")") || token.Is("]") || token.Is("}") ? -1 : 0;
            current.Add(token);
        }

        return (arguments, at);
    }
}

// "value", name: "value" or Name = "value".
internal sealed record ArgumentText(string? Name, IReadOnlyList<CSharpToken> Tokens)
{
    public static ArgumentText Of(List<CSharpToken> tokens) =>
        tokens is [{ Kind: TokenKind.Word } name, { Kind: TokenKind.Mark, Text: ":" or "=" }, ..] ? new ArgumentText(name.Text, tokens[2..]) : new ArgumentText(null, tokens);
}

// The text between the quotes of a literal, and its position.
internal sealed record SourceText(string Text, int Start);
