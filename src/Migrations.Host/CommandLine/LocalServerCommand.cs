using System.CommandLine;
using System.Globalization;
using Migrations.Host.Output;
using Migrations.Host.LocalServers;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

internal static class LocalServerCommand
{
    public static Command Create(Func<ParseResult, HostConsole> console) =>
        new(CommandTable.LocalServer, "A real MongoDB-compatible server for this machine: used when MIGRATIONS_CONNECTION is not set.")
        {
            Leaf(CommandTable.LocalServerStart, async (result, cancellationToken) =>
            {
                var screen = console(result);
                var answer = await LocalServerProgram.AskAsync([LocalServerContract.Start], screen.Note, cancellationToken).ConfigureAwait(false);
                screen.Reports.Started(answer.Status, answer.ConnectionString!);
            }),
            Leaf(CommandTable.LocalServerStop, async (result, cancellationToken) =>
            {
                var screen = console(result);
                var answer = await LocalServerProgram.AskAsync([LocalServerContract.Stop], screen.Note, cancellationToken).ConfigureAwait(false);
                screen.Reports.Server(answer.Status, null);
            }),
            Leaf(CommandTable.LocalServerStatus, async (result, cancellationToken) =>
            {
                var screen = console(result);
                var answer = await LocalServerProgram.AskAsync([LocalServerContract.Status], screen.Note, cancellationToken).ConfigureAwait(false);
                screen.Reports.Server(answer.Status, answer.ConnectionString);
            }),
            Run(console),
        };

    private static TableCommand Run(Func<ParseResult, HostConsole> console) =>
        Leaf(CommandTable.LocalServerRun, async (result, cancellationToken) =>
        {
            var (screen, values) = (console(result), new Values(result));
            string[] arguments = [LocalServerContract.Run, .. OfPort(values.OptionalNumber(OptionTable.Port)), .. OfData(values.Text(OptionTable.DataDirectory))];
            await LocalServerProgram.RunAsync(arguments, screen.Note, answer => screen.Reports.Started(answer.Status, answer.ConnectionString!), cancellationToken).ConfigureAwait(false);
        });

    private static string[] OfPort(int? port) => port is null or 0 ? [] : [LocalServerContract.PortOption, port.Value.ToString(CultureInfo.InvariantCulture)];

    private static string[] OfData(string? folder) => folder is null ? [] : [LocalServerContract.DataDirectoryOption, Path.GetFullPath(folder)];

    private static TableCommand Leaf(string name, Func<ParseResult, CancellationToken, Task> body)
    {
        var command = new TableCommand(name);
        command.SetAction(async (result, cancellationToken) =>
        {
            await body(result, cancellationToken).ConfigureAwait(false);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
