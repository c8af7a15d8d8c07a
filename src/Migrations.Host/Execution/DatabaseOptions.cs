using Migrations.Engine.Steps;
using Migrations.Engine.Storage.Locking;
using Migrations.Host.Projects;

namespace Migrations.Host.Execution;

// What a command on a database was told, by option, by environment variable, or by default: CommandLine/DatabaseOptionsReader.cs reads it, DatabaseSession passes it on to the engine.
internal sealed record DatabaseOptions
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

    public required RunSettings Run { get; init; }

    public required LockOptions Lock { get; init; }
}
