using Migrations.Engine.Steps;
using Migrations.Engine.Storage;

namespace Migrations.Host.Execution;

// What every command that reaches a database is told: by option, by environment, or by default.
internal sealed record HostSettings
{
    public string? Assembly { get; init; }

    public string? Database { get; init; }

    // Not even where no connection string is set.
    public bool NeverUsesLocalServer { get; init; }

    // A pipeline takes for a fault what somebody at a desk is warned of.
    public bool IsPipeline { get; init; }

    // Whether the command says first which database it works on, because it changes it.
    public bool SaysWhere { get; init; }

    public string StatePrefix { get; init; } = StateNames.DefaultPrefix;

    public bool IsJson { get; init; }

    public string? ProjectDirectory { get; init; }

    public TransactionMode Transaction { get; init; }

    public int BatchSize { get; init; } = 1000;

    public int Workers { get; init; } = 2;

    public OnDocumentError OnDocumentError { get; init; }

    public int LimitErrors { get; init; } = 1000;

    public TimeSpan MaxReplicationLag { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan LockLease { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan LockWait { get; init; }
}
