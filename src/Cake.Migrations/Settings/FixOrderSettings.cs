namespace Cake.Migrations;

// Written from the table of options, src/Shared/Options/OptionTable.cs; docs/options.md says how.
/// <summary>Which migrations are released.</summary>
public sealed class FixOrderSettings : MigrationsSettings
{
    /// <summary>The branch, tag or commit whose migrations are released. Default: origin/main.</summary>
    public string? Base { get; set; }

    /// <summary>Show what would be renamed, and change nothing. Exits with 2 if something would be.</summary>
    public bool DryRun { get; set; }
}
