using System.Reflection;
using Microsoft.Extensions.Options;
using Migrations.Engine;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Connecting;
using Migrations.Engine.Kinds;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;
using Migrations.Shared;

namespace Migrations.AspNetCore;

// The application's way to the engine: one client for as long as the application lives, connected when it is first used.
internal sealed class DatabaseAccess(IOptions<MigrationsOptions> options, IServiceProvider services, TimeProvider time) : IAsyncDisposable
{
    private static readonly string Product = $"Migrations.AspNetCore {typeof(DatabaseAccess).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";
    private readonly Lock _lock = new();
    private readonly AsyncServiceScope _scope = services.CreateAsyncScope();
    private (MigrationCatalogue Catalogue, DriverChannel Channel, string Database)? _opened;

    // An engine has the identity of one run, so every operation has its own.
    public MigrationEngine NewEngine(TimeSpan lockWait)
    {
        var (catalogue, channel, database) = Open();
        return new MigrationEngine(
            channel,
            catalogue,
            new EngineOptions
            {
                Database = database,
                Identity = RunOrigin.Create(Product),
                StatePrefix = options.Value.StatePrefix,
                Lock = new LockOptions { Wait = lockWait },
                Run = options.Value.Run,
            },
            time);
    }

    public async Task<SchemaReport> ReadAsync(CancellationToken cancellationToken) =>
        SchemaReport.Of(await NewEngine(TimeSpan.Zero).GetStatusAsync(options.Value.Tree, cancellationToken).ConfigureAwait(false));

    public PlanRequest Upward => new() { Tree = options.Value.Tree, InitialiseAt = [.. options.Value.InitialiseAt] };

    public async ValueTask DisposeAsync()
    {
        if (_opened is { Channel: var channel })
        {
            await channel.DisposeAsync().ConfigureAwait(false);
            PluginServices.Forget(options.Value.Plugin!, _scope.ServiceProvider);
        }

        await _scope.DisposeAsync().ConfigureAwait(false);
    }

    private (MigrationCatalogue Catalogue, DriverChannel Channel, string Database) Open()
    {
        lock (_lock)
        {
            return _opened ??= Create(options.Value, _scope.ServiceProvider);
        }
    }

    private static (MigrationCatalogue Catalogue, DriverChannel Channel, string Database) Create(MigrationsOptions options, IServiceProvider services)
    {
        PluginServices.Use(options.Plugin!, services);
        var catalogue = CatalogueReader.Read(options.Plugin!);
        if (options.SkipMongoSetup)
        {
            MongoSetups.Skip(options.Plugin!);
        }

        // A setup may register a way to log in, so it comes before the client.
        catalogue.Prepare();
        var connection = options.ConnectionString ?? Environment.GetEnvironmentVariable(HostContract.ConnectionVariable)!;
        var channel = DriverChannel.Create(connection, new DriverChannelOptions { ApplicationName = "migrations" });
        return (catalogue, channel, DatabaseName.Require(options.Database ?? channel.DatabaseName ?? throw NoDatabase()));
    }

    private static MigrationException NoDatabase() => new(
        MigrationErrorCode.DatabaseMissing,
        $"The connection string names no database, and '{MigrationsOptions.Section}:Database' is not set. Nothing was done. Write it into the connection string (mongodb://host/DATABASE), or set it.");
}

// What can be told from the options alone is told when the application starts.
internal sealed class OptionsValidation : IValidateOptions<MigrationsOptions>
{
    public ValidateOptionsResult Validate(string? name, MigrationsOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults.Select(f => $"MIG{(int)MigrationErrorCode.UsageInvalid}: {f} The application does not start. Correct the section '{MigrationsOptions.Section}' of its configuration, or what it gives to AddMigrations."));
    }

    private static IEnumerable<string> Faults(MigrationsOptions options)
    {
        if (options.Plugin is null)
        {
            yield return "No assembly with migrations is named.";
        }

        if (string.IsNullOrWhiteSpace(options.ConnectionString ?? Environment.GetEnvironmentVariable(HostContract.ConnectionVariable)))
        {
            yield return $"No connection string is given: neither '{MigrationsOptions.Section}:{nameof(MigrationsOptions.ConnectionString)}' nor the environment variable {HostContract.ConnectionVariable} is set.";
        }

        if (!Enum.IsDefined(options.Startup))
        {
            yield return $"'{nameof(MigrationsOptions.Startup)}' is {options.Startup}, which is none of {string.Join(", ", Enum.GetNames<StartupPolicy>())}.";
        }

        if (!Enum.IsDefined(options.Transaction))
        {
            yield return $"'{nameof(MigrationsOptions.Transaction)}' is {options.Transaction}, which is none of {string.Join(", ", Enum.GetNames<TransactionMode>())}.";
        }

        if (options.Tree is not null && string.IsNullOrWhiteSpace(options.Tree))
        {
            yield return $"'{nameof(MigrationsOptions.Tree)}' is empty.";
        }

        if (options.Workers is < 1 or > 64)
        {
            yield return $"'{nameof(MigrationsOptions.Workers)}' is {options.Workers}, which is not 1 to 64.";
        }

        if (options.BatchSize is < 1 or > 100_000)
        {
            yield return $"'{nameof(MigrationsOptions.BatchSize)}' is {options.BatchSize}, which is not 1 to 100,000.";
        }

        foreach (var (option, value) in new[] { (nameof(MigrationsOptions.StartupTimeout), options.StartupTimeout), (nameof(MigrationsOptions.RequestTimeout), options.RequestTimeout), (nameof(MigrationsOptions.MaxReplicationLag), options.MaxReplicationLag) })
        {
            if (value < TimeSpan.Zero || value > TimeSpan.FromDays(1))
            {
                yield return $"'{option}' is {value}, which is not between zero and a day.";
            }
        }

        if (StatePrefix.FaultOf(options.StatePrefix) is { } fault)
        {
            yield return $"'{nameof(MigrationsOptions.StatePrefix)}' is '{options.StatePrefix}', which {fault}.";
        }
    }
}
