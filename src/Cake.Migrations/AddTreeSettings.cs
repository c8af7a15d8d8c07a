namespace Cake.Migrations;

/// <summary>What a new tree is.</summary>
public sealed class AddTreeSettings : MigrationsSettings
{
    /// <summary>The tree's name, for example <c>datasets</c>.</summary>
    public string? Name { get; set; }

    /// <summary>The lines that it will have, separated by commas. Default: one without a name.</summary>
    public string? Lines { get; set; }

    /// <summary>The line that a database at base takes. Default: it must be named.</summary>
    public string? DefaultLine { get; set; }

    /// <summary>One line that describes it.</summary>
    public string? Description { get; set; }

    /// <summary>Whether the application declares the tree's version, which must agree with the database's. Default: false.</summary>
    public bool DeclaredByApplication { get; set; }
}
