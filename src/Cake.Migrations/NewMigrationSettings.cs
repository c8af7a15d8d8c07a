namespace Cake.Migrations;

/// <summary>What a new migration is.</summary>
public sealed class NewMigrationSettings : MigrationsSettings
{
    /// <summary>The class name, for example <c>AddBaz</c>.</summary>
    public string? Name { get; set; }

    /// <summary><c>free</c>, <c>collection</c>, <c>typed</c> or <c>raw</c>. Default: free.</summary>
    public string? Kind { get; set; }

    /// <summary>The SemVer version that the tree has after it.</summary>
    public string? Version { get; set; }

    /// <summary>With a way back. Default: false.</summary>
    public bool Reversible { get; set; }

    /// <summary>The collection. Default: the tree's name.</summary>
    public string? Collection { get; set; }

    /// <summary>The namespace that the file's own starts with.</summary>
    public string? RootNamespace { get; set; }
}
