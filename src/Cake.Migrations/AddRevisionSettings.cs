namespace Cake.Migrations;

/// <summary>A new revision. Its id is derived from tree, line and version.</summary>
public sealed class AddRevisionSettings : MigrationsSettings
{
    /// <summary>The line (branch) of the tree; a new one begins at base.</summary>
    public string? Line { get; set; }

    /// <summary>The SemVer version.</summary>
    public string? Version { get; set; }

    /// <summary>The class name. Default: line and version, for example <c>Uuid1_0_0</c>.</summary>
    public string? Name { get; set; }

    /// <summary><c>free</c>, <c>collection</c>, <c>typed</c>, <c>raw</c>, <c>pipeline</c>, <c>fields</c>, <c>types</c> or <c>emit</c>. Default: free.</summary>
    public string? Kind { get; set; }

    /// <summary>With a way back. Default: false.</summary>
    public bool Reversible { get; set; }

    /// <summary>The collection. Default: the tree's name.</summary>
    public string? Collection { get; set; }

    /// <summary>A class of the application that a migration of kind collection, typed or emit works with, for example <c>Shop.Order</c>. Default: none.</summary>
    public string? Class { get; set; }

    /// <summary>The namespace that the file's own starts with.</summary>
    public string? RootNamespace { get; set; }
}
