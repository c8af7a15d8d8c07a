namespace Migrations.Engine.Steps;

/// <summary>How migrations are run.</summary>
public sealed record RunSettings
{
    /// <summary>The transaction mode for migrations that leave it at <see cref="TransactionMode.Auto"/>. Default: auto.</summary>
    public TransactionMode Transaction { get; init; } = TransactionMode.Auto;

    /// <summary>How many workers migrate the documents of a collection side by side. Default: 2.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Documents a batch of a document migration at most; a slow server gets fewer. Default: 1,000.</summary>
    public int BatchSize { get; init; } = 1000;

    /// <summary>How far a secondary may be behind before batches wait for it; zero: they never do. Default: 10 seconds.</summary>
    public TimeSpan MaxReplicationLag { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Documents of a document migration that a dry run tries. Default: 10,000.</summary>
    public long DryRunDocuments { get; init; } = 10_000;

    /// <summary>What happens when a single document cannot be migrated. Default: the run stops.</summary>
    public OnDocumentError OnDocumentError { get; init; }

    /// <summary>How many documents of a migration may fail before the run stops nevertheless. Default: 1,000.</summary>
    public long LimitErrors { get; init; } = 1000;
}

/// <summary>What happens when a single document cannot be migrated.</summary>
public enum OnDocumentError
{
    /// <summary>The run stops.</summary>
    Stop,

    /// <summary>The document is left as it is and listed, and the run goes on; the migration does not count as applied.</summary>
    Collect,
}
