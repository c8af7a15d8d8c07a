using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;

namespace Migrations.Engine;

/// <summary>How the engine works on a database.</summary>
internal sealed record EngineOptions
{
    /// <summary>The database that is migrated.</summary>
    public required string Database { get; init; }

    /// <summary>Who runs the tool.</summary>
    public required RunOrigin Identity { get; init; }

    /// <summary>The prefix of the state collections. Default: <c>_migrations</c>.</summary>
    public string StatePrefix { get; init; } = StateNames.DefaultPrefix;

    /// <summary>Whether a run is refused when a migration works on a collection that is missing (MIG1705), as a pipeline wants it. Default: it is a warning.</summary>
    public bool RefusesMissingCollections { get; init; }

    /// <summary>How the lock is held.</summary>
    public LockOptions Lock { get; init; } = new();

    /// <summary>How migrations are run.</summary>
    public RunSettings Run { get; init; } = new();
}
