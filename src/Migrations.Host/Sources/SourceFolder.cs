namespace Migrations.Host.Sources;

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
