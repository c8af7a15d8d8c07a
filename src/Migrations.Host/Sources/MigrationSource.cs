namespace Migrations.Host.Sources;

// A migration as its [Migration(...)] attribute in a file declares it. What is not written as a literal is unknown.
internal sealed record MigrationSource
{
    public required string File { get; init; }

    public int FileLine { get; init; }

    // Null if it is not written as a literal.
    public SourceText? Id { get; init; }

    public string Tree { get; init; } = Shared.Defaults.Tree;

    public string? Line { get; init; }

    public string? Version { get; init; }

    public string? OneShot { get; init; }

    public SourceText? Parent { get; init; }

    public SourceText? To { get; init; }

    public IReadOnlyList<SourceText> DependsOn { get; init; } = [];

    public bool IsBarrier { get; init; }

    public string Place => $"{File}({FileLine})";

    public static IReadOnlyList<MigrationSource> Read(string file, string text)
    {
        var tokens = CSharpTokens.Read(text);
        return [.. AttributeText.Find(tokens).Where(a => a.Name == "Migration" && a.Arguments.Count > 0).Select(a => Of(a, file, text, tokens))];
    }

    private static MigrationSource Of(AttributeText attribute, string file, string text, IReadOnlyList<CSharpToken> tokens) => new()
    {
        File = file,
        FileLine = text.AsSpan(0, attribute.Start).Count('\n') + 1,
        Id = attribute.Literal(0, "id"),
        Tree = attribute.Literal(nameof(MigrationAttribute.Tree))?.Text ?? Shared.Defaults.Tree,
        Line = attribute.Literal(nameof(MigrationAttribute.Line))?.Text,
        Version = VersionOf(attribute),
        OneShot = attribute.Literal(nameof(MigrationAttribute.OneShot))?.Text,
        Parent = attribute.Literal(nameof(MigrationAttribute.Parent)),
        To = attribute.Literal(nameof(MigrationAttribute.To)),
        DependsOn = [.. attribute.Arguments.Where(a => a.Name == nameof(MigrationAttribute.DependsOn)).SelectMany(a => a.Tokens).Where(t => t.Kind == TokenKind.Literal).Select(t => new SourceText(t.Text, t.Start))],
        IsBarrier = DerivesFromBarrier(tokens, attribute.NextToken),
    };

    private static string? VersionOf(AttributeText attribute) =>
        attribute.Literal(nameof(MigrationAttribute.Version))?.Text
        ?? (attribute.Arguments.FirstOrDefault(a => a.Name == nameof(MigrationAttribute.Version)) is { Tokens: [.., { Text: nameof(MigrationVersion.Next) }] } ? MigrationVersion.Next : null);

    // [...] public sealed class Name : Some.Barrier
    private static bool DerivesFromBarrier(IReadOnlyList<CSharpToken> tokens, int from)
    {
        var bases = tokens.Skip(from).SkipWhile(t => t is not { Kind: TokenKind.Word, Text: "class" }).SkipWhile(t => !t.Is(":") && !t.Is("{") && !t.Is(";")).ToList();
        return bases is [{ Kind: TokenKind.Mark, Text: ":" }, ..] && bases.Skip(1).TakeWhile(t => t.Kind == TokenKind.Word || t.Is(".") || t.Is(":")).LastOrDefault() is { Kind: TokenKind.Word, Text: nameof(Barrier) };
    }
}
