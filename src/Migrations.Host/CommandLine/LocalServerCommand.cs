using System.CommandLine;
using Migrations.Host.Output;
using Migrations.LocalServer;
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
                var status = await LocalServerAccess.StartAsync(new BackgroundOptions(), screen.Note, cancellationToken).ConfigureAwait(false);
                screen.Reports.Server("running", status.ConnectionString);
            }),
            Leaf(shared, "stop", "Stops it; its data stay.", async (result, cancellationToken) =>
                console(result).Reports.Server(await LocalServerAccess.StopAsync(cancellationToken).ConfigureAwait(false) ? "stopped" : "not running", null)),
            Leaf(shared, "status", "Shows whether it runs, and where.", async (result, cancellationToken) =>
            {
                var status = await LocalServerAccess.FindAsync(cancellationToken).ConfigureAwait(false);
                console(result).Reports.Server(status is null ? "not running" : "running", status?.ConnectionString);
            }),
            Run(shared, console),
        };

    private static Command Run(SharedOptions shared, Func<ParseResult, HostConsole> console)
    {
        var port = new Option<int>("--port") { Description = "The port on the loopback address. Default: a free one." };
        var data = new Option<string?>("--data-directory") { Description = "The folder of the data. Default: none, the data go with the server." };
        var command = Leaf(shared, "run", "Runs one in the foreground until Ctrl-C.", async (result, cancellationToken) =>
        {
            var screen = console(result);
            var options = new BackgroundOptions { Port = result.GetValue(port), DataDirectory = result.GetValue(data), IdleTimeout = TimeSpan.Zero };
            await LocalServerAccess.RunAsync(options, status => screen.Reports.Server("running", status.ConnectionString), screen.Note, cancellationToken).ConfigureAwait(false);
        });
        command.Options.Add(port);
        command.Options.Add(data);
        return command;
    }

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
