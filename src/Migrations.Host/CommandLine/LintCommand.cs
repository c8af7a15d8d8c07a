using System.CommandLine;
using Migrations.Engine.Model;
using Migrations.Host.Execution;
using Migrations.Host.GateReports;
using Migrations.Host.Linting;
using Migrations.Host.Output;
using Migrations.Host.Pipelines;
using Migrations.Host.Plugins;
using Migrations.Host.Projects;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// The gate that needs no database.
internal static class LintCommand
{
    public static Command Create(Func<ParseResult, HostConsole> console)
    {
        var command = new TableCommand(CommandTable.Lint);
        command.SetAction((result, cancellationToken) =>
        {
            var (values, screen) = (new Values(result), console(result));
            var options = DatabaseOptionsReader.Read(values);
            var record = new GateRecord(CommandTable.Lint, ReportFile.Prepare(values.List(OptionTable.Report), Environment.GetEnvironmentVariable(GateRecord.SummaryVariable)), screen, options.ProjectDirectory, null, TimeProvider.System);
            return record.WriteAfterAsync(() => RunAsync(options, values, screen, record, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(DatabaseOptions options, Values values, HostConsole screen, GateRecord record, CancellationToken cancellationToken)
    {
        var directory = options.ProjectDirectory ?? throw new MigrationException(MigrationErrorCode.UsageInvalid, $"It is not known where the plugin's project is, and its lock file belongs there. Nothing was done. Give '{OptionTable.ProjectDirectory.Option} DIR'.");
        var catalogue = PluginLoader.Load(await PluginSource.LocateAsync(options.Assembly, options.Project, screen.Note, cancellationToken).ConfigureAwait(false));
        var graph = RevisionGraph.Create(catalogue);
        record.Follow(graph);
        var report = await Linter.RunAsync(graph, directory, values.Has(OptionTable.Base) ? values.Filled(OptionTable.Base) : null, OptionTable.Base.Default!, values.Flag(OptionTable.Locked) || Pipeline.IsRunning, cancellationToken).ConfigureAwait(false);
        record.Result = _ => GateResult.Of(report, graph);
        screen.Reports.Linted(report, graph);
        return (int)(ExitCodes.Of(report.Findings) ?? ExitCode.Done);
    }
}
