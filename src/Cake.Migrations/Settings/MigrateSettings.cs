namespace Cake.Migrations;

// Written from the table of options, src/Shared/Options/OptionTable.cs; docs/options.md says how.
/// <summary>How far to migrate or roll back, and how.</summary>
public sealed class MigrateSettings : MigrationsSettings
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

    /// <summary>Run everything in one transaction and roll it back: shows what would be done, and needs a server with transactions.</summary>
    public bool DryRun { get; set; }

    /// <summary>Whether migrations that do not set it themselves run in a transaction. auto, require or never. Default: auto.</summary>
    public string? Transaction { get; set; }

    /// <summary>The most documents in a batch of a document migration; fewer on a slow server. 1 to 100000. Default: 1000.</summary>
    public int? BatchSize { get; set; }

    /// <summary>Workers that migrate the documents of a collection in parallel. 1 to 64. Default: 2.</summary>
    public int? Workers { get; set; }

    /// <summary>What happens when a document cannot be migrated; collect leaves it as it is, lists it and continues, and the migration does not count as applied then. stop or collect. Default: stop.</summary>
    public string? OnDocumentError { get; set; }

    /// <summary>How many documents of a migration may be left behind before the run stops anyway. 1 to 1000000. Default: 1000.</summary>
    public int? LimitErrors { get; set; }

    /// <summary>Seconds that a secondary may be behind before the batches of a document migration wait for it; 0: they never do. 0 to 3600. Default: 10.</summary>
    public int? MaxReplicationLag { get; set; }

    /// <summary>Seconds to wait for a lock that is held. 0 to 86400. Default: 0.</summary>
    public int? LockWait { get; set; }

    /// <summary>Seconds that the lock lasts without renewal. 5 to 3600. Default: 60.</summary>
    public int? LockLease { get; set; }

    /// <summary>The name of the database, to make sure that it is the right one. Required if MIGRATIONS_REQUIRE_CONFIRMATION is true.</summary>
    public string? Confirm { get; set; }

    /// <summary>FORMAT=FILE of a report to write, however the command ends; a file of that name is replaced. Before the '=': junit, sarif, html or markdown. Separate several with ';'. Default: none.</summary>
    public string? Report { get; set; }
}
