namespace Cake.Migrations;

/// <summary>How far to go, and how.</summary>
public sealed class MigrateSettings : MigrationsSettings
{
    /// <summary>An id, a version, <c>head</c>, <c>base</c>, or <c>tree@target</c>.</summary>
    public string? To { get; set; }

    /// <summary>How many migrations at most. Default: no limit.</summary>
    public int? Distance { get; set; }

    /// <summary>The one-shot to take, by its name.</summary>
    public string? Via { get; set; }

    /// <summary>Where a database stands that nobody has initialised: <c>base</c> or <c>tree@VERSION</c>, also several separated by <c>;</c>.</summary>
    public string? From { get; set; }

    /// <summary><c>error</c>, <c>fixOrder</c> or <c>runLate</c>, for migrations older than the head that were never applied. Default: error.</summary>
    public string? Late { get; set; }

    /// <summary>What migrations declare as options: <c>name=value</c>, also several separated by <c>;</c>.</summary>
    public string? Option { get; set; }

    /// <summary>Whether preconditions that may be skipped are passed over. Default: false.</summary>
    public bool Force { get; set; }

    /// <summary>Migrations that go on although they were changed since they began: <c>tree@id</c>, also several separated by <c>;</c>.</summary>
    public string? AcceptChanged { get; set; }

    /// <summary>Free-form migrations that were left half-way without a transaction and whose bodies may begin again on these data: <c>tree@id</c>, also several separated by <c>;</c>.</summary>
    public string? AcceptHalfDone { get; set; }

    /// <summary><c>auto</c>, <c>require</c> or <c>never</c>. Default: auto.</summary>
    public string? Transaction { get; set; }

    /// <summary>How many workers migrate the documents of a collection side by side. Default: 2.</summary>
    public int? Workers { get; set; }

    /// <summary><c>stop</c> or <c>collect</c>, for documents that cannot be migrated. Default: stop.</summary>
    public string? OnDocumentError { get; set; }

    /// <summary>How many documents of a migration may be left behind. Default: 1,000.</summary>
    public int? LimitErrors { get; set; }

    /// <summary>How many seconds a secondary may be behind before batches wait for it; 0: they never do. Default: 10.</summary>
    public int? MaxReplicationLag { get; set; }

    /// <summary>The name of the database, to be sure that it is the one.</summary>
    public string? Confirm { get; set; }

    /// <summary>How many seconds to wait for a lock that is held. Default: 0.</summary>
    public int? LockWait { get; set; }

    /// <summary>Whether everything is run in one transaction that is taken back. Default: false.</summary>
    public bool DryRun { get; set; }

    /// <summary>For a plan: the way back instead of the way forward.</summary>
    public bool Rollback { get; set; }
}
