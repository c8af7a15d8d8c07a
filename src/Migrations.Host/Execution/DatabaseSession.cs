using Migrations.Engine;
using Migrations.Engine.Database.Connecting;
using Migrations.Engine.Model;
using Migrations.Engine.Storage;
using Migrations.Host.Output;
using Migrations.Host.Plugins;
using Migrations.Host.Projects;

namespace Migrations.Host.Execution;

// What a command on a database works with: the engine, the plugin, the reports. It lasts as long as the command.
internal sealed record DatabaseSession(MigrationEngine Engine, MigrationCatalogue Catalogue, IReportWriter Reports, ProgressWriter Progress, Action<string> Note, string Database)
{
    // Whether somebody has confirmed it already, together with others.
    public bool IsConfirmed { get; init; }

    public static async Task<int> RunAsync(DatabaseOptions options, HostConsole console, Func<DatabaseSession, CancellationToken, Task<int>> body, CancellationToken cancellationToken)
    {
        // Invalid input is refused before anything is loaded, started or asked.
        _ = options.Database is { } database ? DatabaseName.Require(database) : null;
        var (located, catalogue) = await LoadAsync(options, console, cancellationToken).ConfigureAwait(false);
        var server = await ServerConnection.CreateAsync(ConnectionSource.Read(options.NeverUsesLocalServer), console.Note, cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            var connection = Connection.Of(server, located);
            if (options.SaysWhere)
            {
                console.Note($"Database '{connection.Database}' on {server.Place}");
            }

            await server.ConnectAsync(console.Note, cancellationToken).ConfigureAwait(false);
            try
            {
                return await body(Open(connection, catalogue, options, console), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await catalogue.DisposeServicesAsync().ConfigureAwait(false);
            }
        }
    }

    // The plugin, ready for any number of databases.
    public static async Task<(DatabaseOptions Options, MigrationCatalogue Catalogue)> LoadAsync(DatabaseOptions options, HostConsole console, CancellationToken cancellationToken)
    {
        StatePrefix.Require(options.StatePrefix);
        var assembly = await PluginSource.LocateAsync(options.Assembly, options.Project, console.Note, cancellationToken).ConfigureAwait(false);
        var catalogue = PluginLoader.Load(assembly);
        console.NoteIfEmpty(catalogue);
        catalogue.Prepare();
        return (options with { Assembly = assembly }, catalogue);
    }

    public static DatabaseSession Open(Connection connection, MigrationCatalogue catalogue, DatabaseOptions options, HostConsole console)
    {
        var engineOptions = new EngineOptions
        {
            Database = connection.Database,
            Identity = HostIdentity.Create(),
            StatePrefix = options.StatePrefix,
            RefusesMissingCollections = options.IsPipeline,
            Lock = options.Lock,
            Run = options.Run,
        };
        var engine = new MigrationEngine(connection.Channel, catalogue, engineOptions);
        return new DatabaseSession(engine, catalogue, console.Reports, console.Progress, console.Note, connection.Database);
    }
}
