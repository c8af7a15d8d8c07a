using Migrations.Host.Sources;

namespace Migrations.Host.Generating;

internal sealed record NewTreeOptions
{
    public required string Name { get; init; }

    public required string Directory { get; init; }

    public IReadOnlyList<string> Lines { get; init; } = [];

    public string? DefaultLine { get; init; }

    public string? Description { get; init; }

    public bool IsDeclaredByApplication { get; init; }
}

// Creates the folder of a tree, and the file that declares it.
internal static class TreeGenerator
{
    public static string Create(NewTreeOptions options)
    {
        Check(options);
        var root = Path.GetFullPath(options.Directory);
        var folder = Path.Combine(root, options.Name);
        RefuseExisting(SourceFolder.Read(root), folder, options.Name);
        return SourceFile.Create(Path.Combine(folder, "Tree.cs"), Write(options));
    }

    private static void Check(NewTreeOptions options)
    {
        if (options.Name.Length == 0)
        {
            throw new MigrationException(MigrationErrorCode.NameMissing, "A new tree needs a name. Nothing was created. Give it one: '--name datasets'.");
        }

        GeneratedNames.CheckTree(options.Name);
        foreach (var line in options.Lines)
        {
            GeneratedNames.CheckLine(line);
        }

        GeneratedNames.CheckLine(options.DefaultLine);
        GeneratedNames.Require(
            options.DefaultLine is null || options.Lines.Count == 0 || options.Lines.Contains(options.DefaultLine, StringComparer.Ordinal),
            $"DefaultLine is '{options.DefaultLine}', and Lines are {string.Join(", ", options.Lines)}. The default is one of the lines.");
        GeneratedNames.Require(options.Description is null || !options.Description.Any(char.IsControl), "The description has control characters or several lines. It must be a single line.");
    }

    private static void RefuseExisting(SourceFolder sources, string folder, string name)
    {
        var isThere = sources.DeclaredTrees.Contains(name, StringComparer.Ordinal) || sources.Migrations.Any(m => m.Tree == name) || (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.cs").Any());
        if (isThere)
        {
            throw new MigrationException(MigrationErrorCode.FileExists, $"The tree '{name}' already exists in '{folder}' or in a [Migration] or [MigrationTree] of the project. Nothing was created; existing files are never overwritten. Choose another name, or edit what is there.");
        }
    }

    private static string Write(NewTreeOptions options)
    {
        var named = new[]
        {
            string.IsNullOrEmpty(options.Description) ? null : $"Description = \"{options.Description.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
            options.DefaultLine is null ? null : $"DefaultLine = \"{options.DefaultLine}\"",
            options.IsDeclaredByApplication ? "IsDeclaredByApplication = true" : null,
        };
        var lines = options.Lines.Count == 0 ? "" : $"// Lines: {string.Join(", ", options.Lines)}. A line begins with its first revision.\n";
        return $"using Migrations;\n\n{lines}[assembly: MigrationTree(\"{options.Name}\"{string.Concat(named.OfType<string>().Select(n => $", {n}"))})]\n";
    }
}
