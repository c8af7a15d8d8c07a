using Migrations.Host.Sources;

namespace Migrations.Host.Generating;

internal sealed record NewRevisionOptions
{
    public required string Tree { get; init; }

    public required string Line { get; init; }

    public required string Version { get; init; }

    public required string Directory { get; init; }

    public string? Name { get; init; }

    public string? Kind { get; init; }

    public bool IsReversible { get; init; }

    public string? Collection { get; init; }

    public string? Class { get; init; }

    public string? RootNamespace { get; init; }

    public bool HasImplicitUsings { get; init; }
}

// Writes the migration to a revision whose id is derived from tree, line and version, so that anybody who knows these knows the id.
internal static class RevisionGenerator
{
    // All checks that need no files.
    public static NewMigrationOptions Check(NewRevisionOptions options)
    {
        foreach (var (name, value) in new[] { ("tree", options.Tree), ("line", options.Line), ("version", options.Version) })
        {
            GeneratedNames.Require(value.Length > 0, $"The {name} of the new revision was not given: its id is derived from tree, line and version, for example datasets, Uuid and 1.0.0.");
        }

        GeneratedNames.Require(options.Version != MigrationVersion.Next, "The version of a new revision is 'next', but its id is derived from the version, which must be known. Give a number, or use NewMigration, whose ids are timestamps.");
        GeneratedNames.CheckLine(options.Line);
        GeneratedNames.CheckVersion(options.Version);
        var migration = Migration(options).Normalised();
        OptionRules.Check(migration);
        return migration;
    }

    public static string Create(NewRevisionOptions options)
    {
        var migration = Check(options);
        var root = Path.GetFullPath(options.Directory);
        var folder = Path.Combine(root, options.Tree);
        RequireTree(folder, options.Tree);
        SourceFile.RefuseSameName(folder, migration.Name);
        var place = MigrationPlace.Named(SourceFolder.Read(root), options.Tree, options.Line, options.Version);
        return SourceFile.Create(Path.Combine(folder, $"{place.Id}_{migration.Name}.cs"), MigrationTemplate.Write(migration, place));
    }

    private static NewMigrationOptions Migration(NewRevisionOptions options) => new()
    {
        Name = string.IsNullOrEmpty(options.Name) ? $"{GeneratedNames.Pascal(options.Line)}{options.Version.Replace('.', '_').Replace('-', '_').Replace('+', '_')}" : options.Name,
        Directory = options.Directory,
        Title = string.IsNullOrEmpty(options.Name) ? $"{options.Line} {options.Version}" : null,
        Tree = options.Tree,
        Line = options.Line,
        Version = options.Version,
        Kind = options.Kind,
        IsReversible = options.IsReversible,
        Collection = options.Collection,
        Class = options.Class,
        RootNamespace = options.RootNamespace,
        HasImplicitUsings = options.HasImplicitUsings,
    };

    private static void RequireTree(string folder, string tree)
    {
        if (!Directory.Exists(folder))
        {
            throw new MigrationException(MigrationErrorCode.UnknownTree, $"There is no tree '{tree}': '{folder}' is not a folder. Nothing was created. Create the tree first: 'migrations add-tree {tree}'.");
        }
    }
}
