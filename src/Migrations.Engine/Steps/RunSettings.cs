using Migrations.Shared;

namespace Migrations.Engine.Steps;

/// <summary>How migrations are run.</summary>
internal sealed record RunSettings
{
    /// <summary>The transaction mode for migrations that leave it at <see cref="TransactionMode.Auto"/>. Default: auto.</summary>
    public TransactionMode Transaction { get; init; } = TransactionMode.Auto;

    /// <summary>How many workers migrate the documents of a collection in parallel. Default: that of the option <c>--workers</c>.</summary>
    public int Workers { get; init; } = Defaults.Workers;

    /// <summary>The most documents in a batch of a document migration; fewer on a slow server. Default: that of the option <c>--batch-size</c>.</summary>
    public int BatchSize { get; init; } = Defaults.BatchSize;

    /// <summary>How far a secondary may be behind before batches wait for it; zero: they never do. Default: that of the option <c>--max-replication-lag</c>.</summary>
    public TimeSpan MaxReplicationLag { get; init; } = TimeSpan.FromSeconds(Defaults.MaxReplicationLagSeconds);

    /// <summary>Documents of a document migration that a dry run tries. Default: 10,000.</summary>
    public long DryRunDocuments { get; init; } = 10_000;

    /// <summary>What happens when a single document cannot be migrated. Default: the run stops.</summary>
    public OnDocumentError OnDocumentError { get; init; }

    /// <summary>How many documents of a migration may fail before the run stops anyway. Default: that of the option <c>--limit-errors</c>.</summary>
    public long LimitErrors { get; init; } = Defaults.LimitErrors;
}

/// <summary>What happens when a single document cannot be migrated.</summary>
internal enum OnDocumentError
{
    /// <summary>The run stops.</summary>
    Stop,

    /// <summary>The document is left as it is and listed, and the run continues; the migration does not count as applied.</summary>
    Collect,
}
