using System.CommandLine;
using Migrations.Host.Execution;
using Migrations.Host.GateReports;
using Migrations.Host.Output;
using Migrations.Host.Plans;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// Makes commands that work on a database with the engine.
internal sealed class DatabaseCommand(Func<ParseResult, HostConsole> console)
{
    private static readonly HashSet<string> Changing = [CommandTable.Init, CommandTable.Stamp, CommandTable.Accept, CommandTable.Import, CommandTable.Migrate, CommandTable.Rollback, CommandTable.Prune, CommandTable.Unlock];

    // The check runs before the database is contacted.
    public Command Create(string name, Func<DatabaseSession, Values, CancellationToken, Task<ExitCode>> body, Action<Values>? check = null) =>
        Create(name, (values, console, options, cancellationToken) => DatabaseSession.RunAsync(options, console, async (session, token) => (int)await body(session, values, token).ConfigureAwait(false), cancellationToken), check);

    // The same for a command that is a step of a pipeline: what it found is also written to the files that it was asked for.
    public Command CreateGate(string name, Func<DatabaseSession, GateRecord, Values, CancellationToken, Task<ExitCode>> body) =>
        Create(name, (values, console, options, cancellationToken) =>
        {
            var record = new GateRecord(name, ReportFile.Prepare(values.List(OptionTable.Report), values.Text(OptionTable.Reviewed), values.Text(OptionTable.PlanOut), Environment.GetEnvironmentVariable(GateRecord.SummaryVariable)), console, options.ProjectDirectory, values.Text(OptionTable.Tree), TimeProvider.System);
            return record.WriteAfterAsync(
                () => DatabaseSession.RunAsync(
                    options,
                    console,
                    (session, token) => record.FollowAsync(session, async () => (int)await body(session, record, values, token).ConfigureAwait(false)),
                    cancellationToken),
                cancellationToken);
        }, values => StoredPlan.Clear(values.Filled(OptionTable.PlanOut)));

    private TableCommand Create(string name, Func<Values, HostConsole, DatabaseOptions, CancellationToken, Task<int>> run, Action<Values>? check = null)
    {
        var command = new TableCommand(name);
        command.SetAction((result, cancellationToken) =>
        {
            var values = new Values(result);
            check?.Invoke(values);
            var options = DatabaseOptionsReader.Read(values) with { SaysWhere = Changing.Contains(name) };
            return run(values, console(result), options, cancellationToken);
        });
        return command;
    }
}
