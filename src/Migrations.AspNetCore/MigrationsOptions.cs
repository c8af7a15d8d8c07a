using System.Reflection;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Shared;

namespace Migrations.AspNetCore;

/// <summary>How an application works with its migrations; bound from the section <c>Migrations</c> of its configuration.</summary>
public sealed class MigrationsOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Migrations";

    /// <summary>The assembly with the migrations.</summary>
    public Assembly? Plugin { get; set; }

    /// <summary>The connection string; keep it where secrets are kept. Default: the environment variable <c>MIGRATIONS_CONNECTION</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The database. Default: the one that the connection string names.</summary>
    public string? Database { get; set; }

    /// <summary>The prefix of the state collections. Default: <c>_migrations</c>.</summary>
    public string StatePrefix { get; set; } = StateNames.DefaultPrefix;

    /// <summary>What happens at start-up when the database is not current. Default: the application does not start.</summary>
    public StartupPolicy Startup { get; set; } = StartupPolicy.Fail;

    /// <summary>How long <see cref="StartupPolicy.Wait"/> and <see cref="StartupPolicy.Apply"/> wait for another process that migrates. Default: 10 minutes.</summary>
    public TimeSpan StartupTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether the application starts on a database that a newer release has migrated, as in a rolling release. Default: false.</summary>
    public bool AllowAhead { get; set; }

    /// <summary>Where the data of a database stand that nobody has initialised, such as <c>base</c>; without meaning once it is initialised. Default: not given, and such a database is refused.</summary>
    public IList<string> InitialiseAt { get; } = [];

    /// <summary>Only this tree is looked at, and migrated where a request names no other one. Default: all trees.</summary>
    public string? Tree { get; set; }

    /// <summary>How long a request waits for the run that it started; a longer run is answered with 202 and its location. Default: 10 seconds.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The transaction mode for migrations that leave it at auto. Default: auto.</summary>
    public TransactionMode Transaction { get; set; } = TransactionMode.Auto;

    /// <summary>How many workers migrate the documents of a collection in parallel, 1 to 64. Default: 2.</summary>
    public int Workers { get; set; } = Defaults.Workers;

    /// <summary>The most documents in a batch, 1 to 100,000. Default: 1,000.</summary>
    public int BatchSize { get; set; } = Defaults.BatchSize;

    /// <summary>How far a secondary may be behind before batches wait for it; zero: they never do. Default: 10 seconds.</summary>
    public TimeSpan MaxReplicationLag { get; set; } = TimeSpan.FromSeconds(Defaults.MaxReplicationLagSeconds);

    /// <summary>Whether the plugin's <c>[assembly: MongoSetup]</c> is left out, because the application has registered its class maps by itself. Default: false.</summary>
    public bool SkipMongoSetup { get; set; }

    internal RunSettings Run => new() { Transaction = Transaction, Workers = Workers, BatchSize = BatchSize, MaxReplicationLag = MaxReplicationLag };
}
