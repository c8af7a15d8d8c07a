namespace Cake.Migrations;

// Written from the table of options, src/Shared/Options/OptionTable.cs; docs/options.md says how.
/// <summary>A new migration.</summary>
public sealed class NewMigrationSettings : MigrationsSettings
{
    /// <summary>The migration's class name, for example AddBaz; any words will do.</summary>
    public string? Name { get; set; }

    /// <summary>The SemVer version that the tree has after it, or 'next': the project's when it is built.</summary>
    public string? Version { get; set; }

    /// <summary>The line (branch) of the tree. The newest revision of it becomes the parent.</summary>
    public string? Line { get; set; }

    /// <summary>The name of a one-shot: a way from --from to --to, a revision of another line.</summary>
    public string? OneShot { get; set; }

    /// <summary>Where a one-shot starts: an id, 'line@version' or 'base'.</summary>
    public string? From { get; set; }

    /// <summary>Where a one-shot leads: an id or 'line@version'.</summary>
    public string? To { get; set; }

    /// <summary>A barrier: it begins a new epoch that no path crosses, and has no body.</summary>
    public bool Final { get; set; }

    /// <summary>With a method that says which types were moved.</summary>
    public bool WithSetup { get; set; }

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
