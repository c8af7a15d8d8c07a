using System.Reflection;
using Migrations.Engine;
using Migrations.Engine.Model;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;
using Migrations.Host.Output;
using Migrations.Host.Plugins;
using Migrations.Host.Projects;
using MongoDB.Bson;

namespace Migrations.Host.Execution;

// What a command on a database works with: the engine, the reports, the settings.
internal sealed record CommandScope(MigrationEngine Engine, MigrationCatalogue Catalogue, IReportWriter Reports, ProgressWriter Progress, Action<string> Note, string Database)
{
    public static async Task<int> RunAsync(HostSettings settings, HostConsole console, Func<CommandScope, CancellationToken, Task<int>> body, CancellationToken cancellationToken)
    {
        // Invalid input is refused before anything is loaded, started or asked.
        _ = settings.Database is { } database ? DatabaseName.Require(database) : null;
        StatePrefix.Require(settings.StatePrefix);
        settings = settings with { Assembly = await PluginSource.LocateAsync(settings.Assembly, settings.Project, console.Note, cancellationToken).ConfigureAwait(false) };
        var catalogue = PluginLoader.Load(settings.Assembly);
        console.NoteIfEmpty(catalogue);
        catalogue.Prepare();
        var connection = await Connection.OpenAsync(settings, console.Note, cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var options = new EngineOptions
            {
                Database = connection.Database,
                Identity = HostIdentity.Create(),
                StatePrefix = settings.StatePrefix,
                RefusesMissingCollections = settings.IsPipeline,
                Lock = new LockOptions { Lease = settings.LockLease, Wait = settings.LockWait },
                Run = new RunSettings { Transaction = settings.Transaction, BatchSize = settings.BatchSize, Workers = settings.Workers, OnDocumentError = settings.OnDocumentError, LimitErrors = settings.LimitErrors, MaxReplicationLag = settings.MaxReplicationLag },
            };
            var engine = new MigrationEngine(connection.Channel, catalogue, options);
            return await body(new CommandScope(engine, catalogue, console.Reports, console.Progress, console.Note, connection.Database), cancellationToken).ConfigureAwait(false);
        }
    }
}

internal static class HostIdentity
{
    // The part after '+' is the source revision that the SDK adds.
    public static string Version { get; } = typeof(HostIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public static RunIdentity Create() => new()
    {
        Run = ObjectId.GenerateNewId().ToString(),
        User = Environment.UserName,
        Host = Environment.MachineName,
        ProcessId = Environment.ProcessId,
        Product = $"migrations {Version}",
    };
}
