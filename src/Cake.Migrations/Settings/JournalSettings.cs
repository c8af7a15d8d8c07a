namespace Cake.Migrations;

// Written from the table of options, src/Shared/Options/OptionTable.cs; docs/options.md says how.
/// <summary>What to show of the journal.</summary>
public sealed class JournalSettings : MigrationsSettings
{
    /// <summary>Only this tree. Default: all.</summary>
    public string? Tree { get; set; }

    /// <summary>How many entries, newest first; 0: all. From 0. Default: 50.</summary>
    public int? Limit { get; set; }
}
