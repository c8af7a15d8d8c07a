namespace Cake.Migrations;

// Written from the table of options, src/Shared/Options/OptionTable.cs; docs/options.md says how.
/// <summary>What to verify, and where to report it.</summary>
public sealed class VerifySettings : MigrationsSettings
{
    /// <summary>Only this tree. Default: all.</summary>
    public string? Tree { get; set; }

    /// <summary>FORMAT=FILE of a report to write, however the command ends; a file of that name is replaced. Before the '=': junit, sarif, html or markdown. Separate several with ';'. Default: none.</summary>
    public string? Report { get; set; }
}
