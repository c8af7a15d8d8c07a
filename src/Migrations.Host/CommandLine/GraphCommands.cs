using System.CommandLine;
using Migrations.Engine.Model;
using Migrations.Host.Execution;
using Migrations.Host.Output;
using Migrations.Host.Pictures;
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
            console(result).Reports.Trees([.. Read(result).Trees], result.GetValue(oneShots));
            return Task.FromResult((int)ExitCode.Done);
        });
        command.Options.Add(oneShots);
        return command;
    }

    public Command History()
    {
        var tree = TreeNames.Argument();
        var oneShots = OneShots();
        var verbose = new Option<bool>("--verbose", "-v") { Description = "With files, options and preconditions, and with what the database remembers of each. Needs a database." };
        var command = Create("history", "Shows the revisions of the plugin, newest first; needs no database.", async (result, cancellationToken) =>
        {
            var screen = console(result);
            if (!result.GetValue(verbose))
            {
                screen.Reports.History(HistoryReport.Create(Read(result), result.GetValue(tree), result.GetValue(oneShots)));
                return (int)ExitCode.Done;
            }

            return await CommandScope.RunAsync(shared.Read(result), screen, (scope, token) => DetailedAsync(scope, result.GetValue(tree), result.GetValue(oneShots), token), cancellationToken).ConfigureAwait(false);
        });
        command.Arguments.Add(tree);
        command.Options.Add(verbose);
        command.Options.Add(oneShots);
        return command;
    }

    public Command Graph()
    {
        var tree = TreeNames.Argument();
        var format = new Option<string>("--format") { Description = "mermaid or svg. Default: mermaid.", DefaultValueFactory = _ => "mermaid" };
        format.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not ("mermaid" or "svg") } token])
            {
                result.AddError($"--format takes mermaid or svg, not '{token.Value}'.");
            }
        });
        var file = new Option<string?>("--out") { Description = "The file to write. Default: standard output." };
        var command = Create("graph", "Draws the revisions of the plugin and the ways between them; needs no database.", async (result, cancellationToken) =>
        {
            List<RevisionTree> trees = [.. GraphSelection.Trees(Read(result), result.GetValue(tree))];
            var picture = result.GetValue(format) == "svg" ? SvgPicture.Draw(trees) : MermaidPicture.Draw(trees);
            var reports = console(result).Reports;
            if (result.GetValue(file) is not { Length: > 0 } path)
            {
                reports.Picture(result.GetValue(format)!, picture);
                return (int)ExitCode.Done;
            }

            var isNew = !File.Exists(path);
            var written = await PictureFile.WriteAsync(path, picture, cancellationToken).ConfigureAwait(false);
            (isNew ? (Action<string>)reports.Created : reports.Updated)(written);
            return (int)ExitCode.Done;
        });
        command.Arguments.Add(tree);
        command.Options.Add(format);
        command.Options.Add(file);
        return command;
    }

    private static async Task<int> DetailedAsync(CommandScope scope, string? tree, bool oneShots, CancellationToken cancellationToken)
    {
        var status = await scope.Engine.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        var journal = await scope.Engine.GetHistoryAsync(tree, limit: 0, cancellationToken).ConfigureAwait(false);
        scope.Reports.History(HistoryReport.Create(scope.Engine.Graph, tree, oneShots, status, journal));
        return (int)ExitCode.Done;
    }

    private static Option<bool> OneShots() => new("--one-shot") { Description = "The one-shots instead of the revisions." };

    private RevisionGraph Read(ParseResult result)
    {
        var catalogue = PluginLoader.Load(shared.Read(result).Assembly);
        console(result).NoteIfEmpty(catalogue);
        return RevisionGraph.Create(catalogue);
    }

    private Command Create(string name, string description, Func<ParseResult, CancellationToken, Task<int>> body)
    {
        var command = new Command(name, description);
        shared.AddTo(command);
        command.SetAction(body);
        return command;
    }
}
