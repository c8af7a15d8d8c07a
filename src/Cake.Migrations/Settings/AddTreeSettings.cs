namespace Cake.Migrations;

// Written from the table of options, src/Shared/Options/OptionTable.cs; docs/options.md says how.
/// <summary>What a new tree is.</summary>
public sealed class AddTreeSettings : MigrationsSettings
{
    /// <summary>The tree's name, for example datasets.</summary>
    public string? Name { get; set; }

    /// <summary>The lines that it will have, for example Integer,Uuid. Default: one without a name.</summary>
    public string? Lines { get; set; }

    /// <summary>The line that a database at base takes. Default: it must be named.</summary>
    public string? DefaultLine { get; set; }

    /// <summary>One line that describes it.</summary>
    public string? Description { get; set; }

    /// <summary>The application declares the tree's version, which must agree with the database's.</summary>
    public bool DeclaredByApplication { get; set; }
}
