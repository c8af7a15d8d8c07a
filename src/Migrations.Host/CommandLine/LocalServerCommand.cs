using System.CommandLine;
using System.Globalization;
using Migrations.Host.Output;
using Migrations.Host.LocalServers;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

internal static class LocalServerCommand
{
    public static Command Create(SharedOptions shared, Func<ParseResult, HostConsole> console) =>
        new("local-server", "A real MongoDB-compatible server for this machine: used when MIGRATIONS_CONNECTION is not set.")
        {
            Leaf(shared, "start", "Starts it in the background, or finds the one that runs.", async (result, cancellationToken) =>
            {
                var screen = console(result);
                var answer = await LocalServerProgram.AskAsync([LocalServerContract.Start], screen.Note, cancellationToken).ConfigureAwait(false);
                screen.Reports.Started(answer.Status, answer.ConnectionString!);
            }),
            Leaf(shared, "stop", "Stops it; its data stay.", async (result, cancellationToken) =>
            {
                var screen = console(result);
                var answer = await LocalServerProgram.AskAsync([LocalServerContract.Stop], screen.Note, cancellationToken).ConfigureAwait(false);
                screen.Reports.Server(answer.Status, null);
            }),
            Leaf(shared, "status", "Shows whether it runs, and where.", async (result, cancellationToken) =>
            {
                var screen = console(result);
                var answer = await LocalServerProgram.AskAsync([LocalServerContract.Status], screen.Note, cancellationToken).ConfigureAwait(false);
                screen.Reports.Server(answer.Status, answer.ConnectionString);
            }),
            Run(shared, console),
        };

    private static Command Run(SharedOptions shared, Func<ParseResult, HostConsole> console)
    {
        var port = Ranges.Option(LocalServerContract.PortOption, 0, 65_535, 0, "The port on the loopback address. Default: a free one.");
        var data = new Option<string?>(LocalServerContract.DataDirectoryOption) { Description = "The folder of the data. Default: none, the data go with the server." };
        Paths.RefuseEmpty(data);
        var command = Leaf(shared, "run", "Runs one in the foreground until Ctrl-C.", async (result, cancellationToken) =>
        {
            var screen = console(result);
            string[] arguments = [LocalServerContract.Run, .. OfPort(result.GetValue(port)), .. OfData(result.GetValue(data))];
            await LocalServerProgram.RunAsync(arguments, screen.Note, answer => screen.Reports.Started(answer.Status, answer.ConnectionString!), cancellationToken).ConfigureAwait(false);
        });
        command.Options.Add(port);
        command.Options.Add(data);
        return command;
    }

    private static string[] OfPort(int port) => port == 0 ? [] : [LocalServerContract.PortOption, port.ToString(CultureInfo.InvariantCulture)];

    private static string[] OfData(string? folder) => folder is null ? [] : [LocalServerContract.DataDirectoryOption, Path.GetFullPath(folder)];

    private static Command Leaf(SharedOptions shared, string name, string description, Func<ParseResult, CancellationToken, Task> body)
    {
        var command = new Command(name, description);
        shared.AddOutputTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await body(result, cancellationToken).ConfigureAwait(false);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
