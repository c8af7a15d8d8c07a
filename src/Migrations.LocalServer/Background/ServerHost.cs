using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

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

// What a background server writes to a file, so that others find it.
internal sealed record ServerState(int ProcessId, string ProcessStart, int Port, string DataDirectory, string ConnectionString)
{
    public static ServerState OfThisProcess(LocalServerInstance server) =>
        new(Environment.ProcessId, StartOf(Environment.ProcessId) ?? "", server.Port, server.DataDirectory, server.ConnectionString);

    // Null when there is none, or when its process is gone: the number alone may already belong to another process.
    public static ServerState? ReadLiving(string path)
    {
        try
        {
            var state = JsonSerializer.Deserialize<ServerState>(File.ReadAllText(path));
            return state is not null && StartOf(state.ProcessId) == state.ProcessStart ? state : null;
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }

    public bool IsAlive => StartOf(ProcessId) == ProcessStart;

    public void Write(string path)
    {
        var temporary = path + ".new";
        File.WriteAllText(temporary, JsonSerializer.Serialize(this));
        File.Move(temporary, path, overwrite: true);
    }

    public LocalServerStatus ToStatus() => new() { ConnectionString = ConnectionString, ProcessId = ProcessId, Port = Port, DataDirectory = DataDirectory };

    // The 22nd field of /proc/PID/stat, counted behind the name in parentheses: when the process started, in ticks since boot.
    private static string? StartOf(int processId)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" ? null : fields[19];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
