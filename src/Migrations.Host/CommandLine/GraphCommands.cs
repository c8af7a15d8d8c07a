using System.CommandLine;
using Migrations.Engine.Model;
using Migrations.Host.Execution;
using Migrations.Host.Output;
using Migrations.Host.Pictures;
using Migrations.Host.Plugins;
using Migrations.Host.Projects;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// What a plugin contains. A database is only contacted for what it has recorded.
internal sealed class GraphCommands(Func<ParseResult, HostConsole> console)
{
    public Command Trees() => Create(CommandTable.Trees, async (values, screen, cancellationToken) =>
    {
        screen.Reports.Trees([.. (await ReadAsync(values, screen, cancellationToken).ConfigureAwait(false)).Trees], values.Flag(OptionTable.OneShots));
        return (int)ExitCode.Done;
    });

    public Command History() => Create(CommandTable.History, async (values, screen, cancellationToken) =>
    {
        var (tree, oneShots) = (values.Text(OptionTable.Tree), values.Flag(OptionTable.OneShots));
        if (values.Flag(OptionTable.Verbose))
        {
            return await DatabaseSession.RunAsync(DatabaseOptionsReader.Read(values), screen, (session, token) => DetailedAsync(session, tree, oneShots, token), cancellationToken).ConfigureAwait(false);
        }

        screen.Reports.History(HistoryReport.Create(await ReadAsync(values, screen, cancellationToken).ConfigureAwait(false), tree, oneShots));
        return (int)ExitCode.Done;
    });

    public Command Graph() => Create(CommandTable.Graph, async (values, screen, cancellationToken) =>
    {
        List<RevisionTree> trees = [.. GraphSelection.Trees(await ReadAsync(values, screen, cancellationToken).ConfigureAwait(false), values.Text(OptionTable.Tree))];
        var isSvg = values.IsWord(OptionTable.Format, "svg");
        var picture = isSvg ? SvgPicture.Draw(trees) : MermaidPicture.Draw(trees);
        if (values.Filled(OptionTable.Out) is not { } path)
        {
            screen.Reports.Picture(isSvg ? "svg" : "mermaid", picture);
            return (int)ExitCode.Done;
        }

        var isNew = !File.Exists(path);
        var written = await WritePictureAsync(path, picture, cancellationToken).ConfigureAwait(false);
        (isNew ? (Action<string>)screen.Reports.Created : screen.Reports.Updated)(written);
        return (int)ExitCode.Done;
    });

    private static async Task<int> DetailedAsync(DatabaseSession session, string? tree, bool oneShots, CancellationToken cancellationToken)
    {
        var status = await session.Engine.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        var journal = await session.Engine.GetJournalAsync(tree, limit: 0, cancellationToken).ConfigureAwait(false);
        session.Reports.History(HistoryReport.Create(session.Engine.Graph, tree, oneShots, status, journal));
        return (int)ExitCode.Done;
    }

    private static async Task<RevisionGraph> ReadAsync(Values values, HostConsole screen, CancellationToken cancellationToken)
    {
        var options = DatabaseOptionsReader.Read(values);
        var catalogue = PluginLoader.Load(await PluginSource.LocateAsync(options.Assembly, options.Project, screen.Note, cancellationToken).ConfigureAwait(false));
        screen.NoteIfEmpty(catalogue);
        return RevisionGraph.Create(catalogue);
    }

    private TableCommand Create(string name, Func<Values, HostConsole, CancellationToken, Task<int>> body)
    {
        var command = new TableCommand(name);
        command.SetAction((result, cancellationToken) => body(new Values(result), console(result), cancellationToken));
        return command;
    }

    // Returns the full path of the file. A folder is not created: a mistyped name would make one.
    private static async Task<string> WritePictureAsync(string path, string picture, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is { } folder && !Directory.Exists(folder))
        {
            throw new MigrationException(MigrationErrorCode.FileUnusable, $"The picture cannot be written to '{full}': there is no folder '{folder}'. Nothing was written. Make the folder, or correct '--out'.");
        }

        try
        {
            await File.WriteAllTextAsync(full, picture + "\n", cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MigrationException(MigrationErrorCode.FileUnusable, $"The picture cannot be written to '{full}': {Engine.Wording.Sentence.Of(e.Message)} Nothing was written. Give another file with '--out'.", e);
        }

        return full;
    }
}
