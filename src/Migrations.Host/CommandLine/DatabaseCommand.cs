using System.CommandLine;
using Migrations.Host.Execution;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// Makes commands that work on a database with the engine.
internal sealed class DatabaseCommand(Func<ParseResult, HostConsole> console)
{
    private static readonly HashSet<string> Changing = [CommandTable.Init, CommandTable.Stamp, CommandTable.Accept, CommandTable.Migrate, CommandTable.Rollback, CommandTable.Prune, CommandTable.Unlock];

    // The check runs before the database is contacted.
    public Command Create(string name, Func<CommandScope, Values, CancellationToken, Task<ExitCode>> body, Action<Values>? check = null)
    {
        var command = new TableCommand(name);
        command.SetAction((result, cancellationToken) =>
        {
            var values = new Values(result);
            check?.Invoke(values);
            var settings = SettingsOptions.Read(values) with { SaysWhere = Changing.Contains(name) };
            return CommandScope.RunAsync(settings, console(result), async (scope, token) => (int)await body(scope, values, token).ConfigureAwait(false), cancellationToken);
        });
        return command;
    }
}
