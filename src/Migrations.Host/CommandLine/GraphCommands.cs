using System.CommandLine;
using Migrations.Engine.Graph;
using Migrations.Host.Execution;
using Migrations.Host.Output;
using Migrations.Host.Plugins;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// What a plugin holds. A database is reached only for what it remembers of it.
internal sealed class GraphCommands(SharedOptions shared, Func<ParseResult, HostConsole> console)
{
    public Command Trees()
    {
        var oneShots = OneShots();
        var command = Create("trees", "Shows the trees of the plugin, their lines and heads; needs no database.", (result, _) =>
        {
            console(result).Reports.Trees([.. Graph(result).Trees], result.GetValue(oneShots));
            return Task.FromResult((int)ExitCode.Done);
        });
        command.Options.Add(oneShots);
        return command;
    }

    public Command History()
    {
        var tree = Tree();
        var oneShots = OneShots();
        var verbose = new Option<bool>("--verbose", "-v") { Description = "With files, options and preconditions, and with what the database remembers of each. Needs a database." };
        var command = Create("history", "Shows the revisions of the plugin, newest first; needs no database.", async (result, cancellationToken) =>
        {
            var screen = console(result);
            if (!result.GetValue(verbose))
            {
                screen.Reports.History(HistoryReport.Create(Graph(result), result.GetValue(tree), result.GetValue(oneShots)));
                return (int)ExitCode.Done;
            }

            return await CommandScope.RunAsync(shared.Read(result), screen, (scope, token) => DetailedAsync(scope, result.GetValue(tree), result.GetValue(oneShots), token), cancellationToken).ConfigureAwait(false);
        });
        command.Arguments.Add(tree);
        command.Options.Add(verbose);
        command.Options.Add(oneShots);
        return command;
    }

    private static async Task<int> DetailedAsync(CommandScope scope, string? tree, bool oneShots, CancellationToken cancellationToken)
    {
        var status = await scope.Engine.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        var journal = await scope.Engine.GetHistoryAsync(tree, limit: 0, cancellationToken).ConfigureAwait(false);
        scope.Reports.History(HistoryReport.Create(scope.Engine.Graph, tree, oneShots, status, journal));
        return (int)ExitCode.Done;
    }

    private static Argument<string?> Tree() => new("tree") { Description = "Only this tree. Default: all.", Arity = ArgumentArity.ZeroOrOne };

    private static Option<bool> OneShots() => new("--one-shot") { Description = "The one-shots instead of the revisions." };

    private RevisionGraph Graph(ParseResult result) => RevisionGraph.Create(PluginLoader.Load(shared.Read(result).Assembly));

    private Command Create(string name, string description, Func<ParseResult, CancellationToken, Task<int>> body)
    {
        var command = new Command(name, description);
        shared.AddTo(command);
        command.SetAction(body);
        return command;
    }
}
