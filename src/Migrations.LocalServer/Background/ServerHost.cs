using System.Runtime.InteropServices;

namespace Migrations.LocalServer.Background;

// Runs a server until it is told to stop or nobody has used it for long.
internal static class ServerHost
{
    private static readonly TimeSpan IdleCheck = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(BackgroundOptions options, Action<string> note, Action<ServerState> ready, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Cancel(context, stop));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Cancel(context, stop));
        var settings = new LocalServerOptions { DataDirectory = options.DataDirectory, Port = options.Port, Durability = options.Durability, Progress = new NoteProgress(note) };
        try
        {
            var server = await LocalServerInstance.StartAsync(settings, stop.Token).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                ready(ServerState.OfThisProcess(server));
                await WaitAsync(server, options.IdleTimeout, TimeProvider.System, stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop: the ordinary end.
        }
    }

    private static void Cancel(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        stop.Cancel();
    }

    private static async Task WaitAsync(LocalServerInstance server, TimeSpan idleTimeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(IdleCheck, time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            if (server.ConnectionCount == 0 && idleTimeout > TimeSpan.Zero && time.GetElapsedTime(server.IdleSince) > idleTimeout)
            {
                return;
            }
        }
    }

    private sealed class NoteProgress(Action<string> note) : IProgress<string>
    {
        public void Report(string value) => note(value);
    }
}
