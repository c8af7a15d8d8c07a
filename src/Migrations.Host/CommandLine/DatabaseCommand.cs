using System.CommandLine;
using Migrations.Host.Execution;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// Makes commands that work on a database with the engine.
internal sealed class DatabaseCommand(SharedOptions shared, Func<ParseResult, HostConsole> console)
{
    private static readonly HashSet<string> Changing = ["init", "stamp", "accept", "migrate", "rollback", "prune", "unlock"];

    public Command Create(string name, string description, Func<CommandScope, ParseResult, CancellationToken, Task<ExitCode>> body, Func<ParseResult, HostSettings, HostSettings>? settings = null)
    {
        var command = new Command(name, description);
        shared.AddTo(command);
        command.SetAction((result, cancellationToken) =>
        {
            var read = shared.Read(result) with { SaysWhere = Changing.Contains(name) };
            return CommandScope.RunAsync(settings?.Invoke(result, read) ?? read, console(result), async (scope, token) => (int)await body(scope, result, token).ConfigureAwait(false), cancellationToken);
        });
        return command;
    }
}
