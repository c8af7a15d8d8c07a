namespace Migrations.Engine.Running;

/// <summary>How migrations are run.</summary>
public sealed record RunSettings
{
    /// <summary>The transaction mode for migrations that leave it at <see cref="TransactionMode.Auto"/>. Default: auto.</summary>
    public TransactionMode Transaction { get; init; } = TransactionMode.Auto;

    /// <summary>Documents a batch of a document migration. Default: 1,000.</summary>
    public int BatchSize { get; init; } = 1000;

    /// <summary>Documents of a document migration that a dry run tries. Default: 10,000.</summary>
    public long DryRunDocuments { get; init; } = 10_000;
}
