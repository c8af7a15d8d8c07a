using System.Globalization;
using Migrations.LocalServer.Processes;

namespace Migrations.LocalServer.Docker;

// MongoDB itself in a container, as a replica set of one member. Only when asked for by name.
internal sealed class DockerServer(string program, TimeProvider time)
{
    public const string Container = "migrations-local-server";
    private const string Image = "mongo:8";
    private const string InnerPort = "27017";

    // Waits until the server answers, makes the replica set unless it is there, waits until it has its primary.
    private const string Initiate =
        "try { rs.status() } catch (error) { rs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'localhost:27017' }] }) } while (!db.hello().isWritablePrimary) sleep(100);";

    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    public static bool IsWanted => Environment.GetEnvironmentVariable(LocalServerCures.KindVariable) == "docker";

    // The port is any free one of the loopback address.
    public static IReadOnlyList<string> RunArguments =>
        ["run", "--detach", "--name", Container, "--publish", $"127.0.0.1::{InnerPort}", Image, "--replSet", "rs0", "--bind_ip_all"];

    public static IReadOnlyList<string> StartArguments => ["start", Container];

    public static IReadOnlyList<string> InitiateArguments => ["exec", Container, "mongosh", "--quiet", "--eval", Initiate];

    public static IReadOnlyList<string> PortArguments => ["port", Container, InnerPort + "/tcp"];

    public static IReadOnlyList<string> StopArguments => ["stop", Container];

    public async Task<LocalServerStatus> EnsureAsync(Action<string>? note, CancellationToken cancellationToken)
    {
        var started = await ProcessRun.RunAsync(program, StartArguments, cancellationToken).ConfigureAwait(false);
        if (!started.Succeeded)
        {
            note?.Invoke($"Starting {Image} in Docker");
            await DoAsync(RunArguments, cancellationToken).ConfigureAwait(false);
        }

        var since = time.GetTimestamp();
        while (await ProcessRun.RunAsync(program, InitiateArguments, cancellationToken).ConfigureAwait(false) is { Succeeded: false } attempt)
        {
            if (time.GetElapsedTime(since) > ReadyTimeout)
            {
                throw Failed(InitiateArguments, attempt);
            }

            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }

        return await FindAsync(cancellationToken).ConfigureAwait(false) ?? throw Failed(PortArguments, new ProcessRun(0, "", "the port is not published"));
    }

    public async Task<LocalServerStatus?> FindAsync(CancellationToken cancellationToken)
    {
        var port = await ProcessRun.RunAsync(program, PortArguments, cancellationToken).ConfigureAwait(false);
        return port.Succeeded ? ParsePort(port.Output) : null;
    }

    public async Task<bool> StopAsync(CancellationToken cancellationToken) =>
        (await ProcessRun.RunAsync(program, StopArguments, cancellationToken).ConfigureAwait(false)).Succeeded;

    // "127.0.0.1:49153"; the set's member calls itself by a name that only the container knows, so clients go straight to it.
    public static LocalServerStatus? ParsePort(string output)
    {
        var line = output.Split('\n')[0].Trim();
        return int.TryParse(line.AsSpan(line.LastIndexOf(':') + 1), CultureInfo.InvariantCulture, out var port)
            ? new LocalServerStatus { ConnectionString = string.Create(CultureInfo.InvariantCulture, $"mongodb://127.0.0.1:{port}/?directConnection=true"), Port = port }
            : null;
    }

    private async Task DoAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var run = await ProcessRun.RunAsync(program, arguments, cancellationToken).ConfigureAwait(false);
        if (!run.Succeeded)
        {
            throw Failed(arguments, run);
        }
    }

    private static MigrationException Failed(IReadOnlyList<string> arguments, ProcessRun run) => new(MigrationErrorCode.LocalServerDockerFailed,
        $"'docker {string.Join(' ', arguments)}' failed: {run.LastWords} No server is running. Start Docker and try again, or remove {LocalServerCures.KindVariable} to use the server that needs no Docker.");
}
