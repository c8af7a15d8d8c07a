using Migrations.LocalServer.Background;
using Migrations.LocalServer.Docker;

namespace Migrations.LocalServer;

/// <summary>The user's one background server: started when needed, shared by all commands, stopped when nobody uses it.</summary>
public static class LocalServerAccess
{
    private static DockerServer Docker => new("docker", TimeProvider.System);

    private static BackgroundServer Server => new(BackgroundFiles.FromEnvironment(), TimeProvider.System);

    /// <summary>Gives the connection string of the running server, after starting one if there is none.</summary>
    /// <param name="note">Receives a line for each step that takes long; may be null.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="MigrationException">With a code of 1801 to 1806, when no server can be started here.</exception>
    public static async Task<string> EnsureStartedAsync(Action<string>? note, CancellationToken cancellationToken = default) =>
        (await StartAsync(new BackgroundOptions(), note, cancellationToken).ConfigureAwait(false)).ConnectionString;

    /// <summary>Starts the server with these options, or gives the one that is running.</summary>
    public static Task<LocalServerStatus> StartAsync(BackgroundOptions options, Action<string>? note, CancellationToken cancellationToken = default) =>
        DockerServer.IsWanted
            ? Docker.EnsureAsync(note, cancellationToken)
            : Server.EnsureAsync(options, note, cancellationToken);

    /// <summary>Stops the server; false when none was running.</summary>
    public static Task<bool> StopAsync(CancellationToken cancellationToken = default) =>
        DockerServer.IsWanted ? Docker.StopAsync(cancellationToken) : Server.StopAsync(cancellationToken);

    /// <summary>The running server, or null.</summary>
    public static async Task<LocalServerStatus?> FindAsync(CancellationToken cancellationToken = default) =>
        DockerServer.IsWanted ? await Docker.FindAsync(cancellationToken).ConfigureAwait(false) : Server.Status;

    /// <summary>Runs a server in this process until it is cancelled or gets SIGINT or SIGTERM; an idle timeout of zero means for ever.</summary>
    /// <param name="options">Where and how; without a data directory the data are removed at the end.</param>
    /// <param name="ready">Receives the server once clients can connect.</param>
    /// <param name="note">Receives a line for each step that takes long.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    public static Task RunAsync(BackgroundOptions options, Action<LocalServerStatus> ready, Action<string> note, CancellationToken cancellationToken = default) =>
        ServerHost.RunAsync(options, note, state => ready(state.ToStatus()), cancellationToken);
}
