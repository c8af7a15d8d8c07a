namespace Cake.Migrations;

// Written from the table of options, src/Shared/Options/OptionTable.cs; docs/options.md says how.
/// <summary>What to show of the plugin's revisions.</summary>
public sealed class HistorySettings : MigrationsSettings
{
    /// <summary>Only this tree. Default: all.</summary>
    public string? Tree { get; set; }

    /// <summary>The one-shots instead of the revisions.</summary>
    public bool OneShot { get; set; }

    /// <summary>With files, options and preconditions, and with what the database remembers of each. Needs a database.</summary>
    public bool Verbose { get; set; }
}
