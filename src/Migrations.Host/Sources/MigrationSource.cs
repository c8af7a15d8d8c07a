using Migrations.Engine.Model;

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

// The C# files of a migrations project.
internal sealed record SourceFolder(string Root, IReadOnlyList<MigrationSource> Migrations, IReadOnlyList<string> DeclaredTrees)
{
    // File names are relative to the folder.
    public static SourceFolder Read(string root)
    {
        var (migrations, trees) = (new List<MigrationSource>(), new List<string>());
        foreach (var file in Files(root))
        {
            var text = File.ReadAllText(Path.Combine(root, file));
            migrations.AddRange(MigrationSource.Read(file, text));
            trees.AddRange(AttributeText.Find(CSharpTokens.Read(text)).Where(a => a.Name == "MigrationTree").Select(a => a.Literal(0, "name")?.Text).OfType<string>());
        }

        return new SourceFolder(root, migrations, trees);
    }

    public IEnumerable<MigrationSource> Revisions(string tree, string? line) => Migrations.Where(m => m.Tree == tree && m.Line == line && m.OneShot is null && m.Id is not null);

    private static IEnumerable<string> Files(string root) => Directory.Exists(root)
        ? Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(root, f)).Where(f => !IsOutput(f)).Order(StringComparer.Ordinal)
        : [];

    private static bool IsOutput(string file) => file.Split(Path.DirectorySeparatorChar)[..^1].Any(part => part is "bin" or "obj" || part.StartsWith('.'));
}

// The revisions of one line of a tree, as declared in their files.
internal static class DeclaredLine
{
    public const string Base = "base";

    // The revision that no other of the line follows; of several, the one with the newest id.
    public static MigrationSource? HeadOf(IReadOnlyCollection<MigrationSource> line) => line
        .Where(m => !line.Any(other => other != m && IsParent(m, other, line)))
        .OrderBy(m => m.Id!.Text, RevisionId.Comparer)
        .LastOrDefault();

    // An id, a version, or one of these behind 'line@'.
    public static bool Names(string name, MigrationSource migration)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        return (at < 0 || name[..at] == migration.Line) && (name[(at + 1)..] == migration.Id?.Text || IsVersion(name[(at + 1)..], migration.Version));
    }

    // Build metadata are ignored.
    public static bool IsVersion(string name, string? version) => version is not null && name.Split('+')[0] == version.Split('+')[0];

    private static bool IsParent(MigrationSource parent, MigrationSource child, IEnumerable<MigrationSource> line) => child.Parent is { } name
        ? name.Text != Base && Names(name.Text, parent)
        : !RevisionId.IsName(parent.Id!.Text) && line.Where(m => !RevisionId.IsName(m.Id!.Text) && RevisionId.Comparer.Compare(m.Id.Text, child.Id!.Text) < 0).MaxBy(m => m.Id!.Text, RevisionId.Comparer) == parent;
}
