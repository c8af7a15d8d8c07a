using Migrations.Engine.Steps;
using Migrations.Host.Projects;

namespace Migrations.Host.Execution;

// The settings of every command on a database: by option, by environment variable, or by default. The defaults are in the table of options.
internal sealed record HostSettings
{
    public string? Assembly { get; init; }

    // For a plugin whose assembly was not named.
    public ProjectRequest Project { get; init; } = new();

    public string? Database { get; init; }

    // Not even where no connection string is set.
    public bool NeverUsesLocalServer { get; init; }

    // In a pipeline, some warnings are errors.
    public bool IsPipeline { get; init; }

    // Whether the command first says which database it works on, because it changes it.
    public bool SaysWhere { get; init; }

    public required string StatePrefix { get; init; }

    public bool IsJson { get; init; }

    public string? ProjectDirectory { get; init; }

    public required TransactionMode Transaction { get; init; }

    public required int BatchSize { get; init; }

    public required int Workers { get; init; }

    public required OnDocumentError OnDocumentError { get; init; }

    public required int LimitErrors { get; init; }

    public required TimeSpan MaxReplicationLag { get; init; }

    public required TimeSpan LockLease { get; init; }

    public required TimeSpan LockWait { get; init; }
}
