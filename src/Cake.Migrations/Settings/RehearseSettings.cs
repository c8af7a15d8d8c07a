namespace Cake.Migrations;

// Written from the table of options, src/Shared/Options/OptionTable.cs; docs/options.md says how.
/// <summary>What to rehearse.</summary>
public sealed class RehearseSettings : MigrationsSettings
{
    /// <summary>Only this tree. Default: all.</summary>
    public string? Tree { get; set; }

    /// <summary>An id, a version, 'head', 'base', or one of these as 'tree@target' or 'tree/line@target'.</summary>
    public string? To { get; set; }

    /// <summary>How many migrations at most. From 1. Default: no limit.</summary>
    public int? Distance { get; set; }

    /// <summary>The one-shot to take, by its name.</summary>
    public string? Via { get; set; }

    /// <summary>Where an uninitialised database stands: 'base' or 'tree@VERSION'. Must agree with the record if there is one. Separate several with ';'.</summary>
    public string? From { get; set; }

    /// <summary>What happens to migrations older than the head that were never applied; fixOrder rolls back what came after, and applies everything in order. error, fixOrder or runLate. Default: error.</summary>
    public string? Late { get; set; }

    /// <summary>NAME=VALUE of an option that a migration declares. Separate several with ';'.</summary>
    public string? Option { get; set; }

    /// <summary>Skip preconditions that may be skipped, and when rolling back from images leave documents alone that were changed since; journaled.</summary>
    public bool Force { get; set; }

    /// <summary>TREE@ID of a migration that did not finish and was changed since: it continues with the changed code. Journaled. Separate several with ';'.</summary>
    public string? AcceptChanged { get; set; }

    /// <summary>TREE@ID of a free-form migration that stopped halfway without a transaction: its body, or for a rollback its Down, runs again from the start on these data. Journaled. Separate several with ';'.</summary>
    public string? AcceptHalfDone { get; set; }

    /// <summary>Rehearse the way back of applied migrations, against the images that they kept.</summary>
    public bool Rollback { get; set; }

    /// <summary>FORMAT=FILE of a report to write, however the command ends; a file of that name is replaced. Before the '=': junit, sarif, html or markdown. Separate several with ';'. Default: none.</summary>
    public string? Report { get; set; }
}
