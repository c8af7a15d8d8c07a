namespace Cake.Migrations;

/// <summary>What a new migration is.</summary>
public sealed class NewMigrationSettings : MigrationsSettings
{
    /// <summary>The class name, for example <c>AddBaz</c>.</summary>
    public string? Name { get; set; }

    /// <summary><c>free</c>, <c>collection</c>, <c>typed</c>, <c>raw</c>, <c>pipeline</c>, <c>fields</c>, <c>types</c> or <c>emit</c>. Default: free.</summary>
    public string? Kind { get; set; }

    /// <summary>The SemVer version that the tree has after it, or <c>next</c>: the project's when it is built.</summary>
    public string? Version { get; set; }

    /// <summary>The line (branch) of the tree. The newest revision of it becomes the parent.</summary>
    public string? Line { get; set; }

    /// <summary>The name of a one-shot: a way from <see cref="From"/> to <see cref="To"/>, a revision of another line.</summary>
    public string? OneShot { get; set; }

    /// <summary>Where a one-shot starts: an id, <c>line@version</c> or <c>base</c>.</summary>
    public string? From { get; set; }

    /// <summary>Where a one-shot leads: an id or <c>line@version</c>.</summary>
    public string? To { get; set; }

    /// <summary>A barrier: it begins a new epoch that no path crosses, and has no body. Default: false.</summary>
    public bool Final { get; set; }

    /// <summary>With a method that says which types were moved. Default: false.</summary>
    public bool WithSetup { get; set; }

    /// <summary>With a way back. Default: false.</summary>
    public bool Reversible { get; set; }

    /// <summary>The collection. Default: the tree's name.</summary>
    public string? Collection { get; set; }

    /// <summary>A class of the application that a migration of kind collection, typed or emit works with, for example <c>Shop.Order</c>. Default: none.</summary>
    public string? Class { get; set; }

    /// <summary>The namespace that the file's own starts with.</summary>
    public string? RootNamespace { get; set; }
}
