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
    public static async Task<int> RunAsync(DatabaseOptions options, HostConsole console, Func<DatabaseSession, CancellationToken, Task<int>> body, CancellationToken cancellationToken)
    {
        // Invalid input is refused before anything is loaded, started or asked.
        _ = options.Database is { } database ? DatabaseName.Require(database) : null;
        StatePrefix.Require(options.StatePrefix);
        options = options with { Assembly = await PluginSource.LocateAsync(options.Assembly, options.Project, console.Note, cancellationToken).ConfigureAwait(false) };
        var catalogue = PluginLoader.Load(options.Assembly);
        console.NoteIfEmpty(catalogue);
        catalogue.Prepare();
        var connection = await Connection.OpenAsync(options, console.Note, cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
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
            try
            {
                return await body(new DatabaseSession(engine, catalogue, console.Reports, console.Progress, console.Note, connection.Database), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await catalogue.DisposeServicesAsync().ConfigureAwait(false);
            }
        }
    }
}
