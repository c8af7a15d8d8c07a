namespace Cake.Migrations;

// Written from the table of options, src/Shared/Options/OptionTable.cs; docs/options.md says how.
/// <summary>A new revision. Its id is derived from tree, line and version.</summary>
public sealed class AddRevisionSettings : MigrationsSettings
{
    /// <summary>The line (branch) of the tree; a new one begins at base.</summary>
    public string? Line { get; set; }

    /// <summary>The SemVer version.</summary>
    public string? Version { get; set; }

    /// <summary>The class name. Default: line and version, for example Uuid1_0_0.</summary>
    public string? Name { get; set; }

    /// <summary>The kind of its body. free, collection, typed, raw, pipeline, fields, types or emit. Default: free.</summary>
    public string? Kind { get; set; }

    /// <summary>The collection. Default: the tree's name.</summary>
    public string? Collection { get; set; }

    /// <summary>A class of the application that a migration of kind collection, typed or emit works with, for example Shop.Order. Default: none; a typed migration then has two of its own.</summary>
    public string? Class { get; set; }

    /// <summary>With a way back.</summary>
    public bool Reversible { get; set; }

    /// <summary>The namespace that the file's namespace starts with. Default: what the project says.</summary>
    public string? RootNamespace { get; set; }

    /// <summary>Whether the project has implicit usings. enable, true, disable or false. Default: what the project says.</summary>
    public string? ImplicitUsings { get; set; }
}
