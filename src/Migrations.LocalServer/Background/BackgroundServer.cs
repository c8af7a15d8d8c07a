using System.Diagnostics;
using System.Globalization;
using Migrations.LocalServer.Errors;
using Migrations.LocalServer.Processes;
using Migrations.LocalServer.Provisioning;
using Migrations.Shared;

namespace Migrations.LocalServer.Background;

// Starts, finds and stops the server that outlives the command which needed it.
internal sealed class BackgroundServer(BackgroundFiles files, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    public LocalServerStatus? Status => ServerState.ReadLiving(files.State)?.ToStatus();

    public async Task<LocalServerStatus> EnsureAsync(BackgroundOptions options, Action<string>? note, CancellationToken cancellationToken)
    {
        if (Status is { } running)
        {
            return running;
        }

        // Of several commands at once, one starts the server and the others find it.
        using var held = await FileLock.AcquireAsync(files.Lock, note, time, cancellationToken).ConfigureAwait(false);
        return Status ?? await LaunchAsync(options, note, cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> StopAsync(CancellationToken cancellationToken)
    {
        if (ServerState.ReadLiving(files.State) is not { } state)
        {
            File.Delete(files.State);
            return false;
        }

        var id = state.ProcessId.ToString(CultureInfo.InvariantCulture);
        await ProcessRun.RunAsync("sh", ["-c", "kill -TERM \"$1\"", "kill", id], cancellationToken).ConfigureAwait(false);
        var started = time.GetTimestamp();
        while (state.IsAlive)
        {
            if (time.GetElapsedTime(started) > StopTimeout)
            {
                await ProcessRun.RunAsync("sh", ["-c", "kill -KILL \"$1\"", "kill", id], cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private async Task<LocalServerStatus> LaunchAsync(BackgroundOptions options, Action<string>? note, CancellationToken cancellationToken)
    {
        note?.Invoke("Starting the local server in the background");
        Directory.CreateDirectory(files.Folder);
        File.Delete(files.State);
        File.Delete(files.Log);
        var run = ServerProgram.Command(files.Programs, RunArguments.Write(files.State, options with { DataDirectory = options.DataDirectory ?? files.Data }));

        // The server must hold neither our terminal nor our output: a build that reads it would wait forever.
        string[] arguments = ["sh", "-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null", "server", files.Log, .. run];
        using var process = Process.Start(CleanStart.Without(new ProcessStartInfo("setsid", arguments))) ?? throw new InvalidOperationException("setsid could not be started.");
        var log = new LogFollower(files.Log, note);
        while (true)
        {
            var hasEnded = process.HasExited;
            log.Read();
            if (ServerState.ReadLiving(files.State) is { } state)
            {
                return state.ToStatus();
            }

            if (hasEnded)
            {
                throw new LocalServerException(LocalServerErrorCode.StartFailed,
                    $"The local server ended before it was ready: {log.LastLines}. No server is running. {LocalServerCures.Elsewhere}");
            }

            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }
}

// The file locations of a user's background server.
internal sealed record BackgroundFiles(string Folder)
{
    public string State => Path.Combine(Folder, "default.json");

    public string Log => Path.Combine(Folder, "default.log");

    public string Lock => Path.Combine(Folder, "default.lock");

    public string Data => Path.Combine(Folder, $"data-{RuntimeTree.PostgresMajor}");

    public string Programs => Path.Combine(Folder, "programs");

    public static BackgroundFiles FromEnvironment() => new(ServerDirectories.FromEnvironment().State);
}

// Forwards the lines that another process appends to its log.
internal sealed class LogFollower(string path, Action<string>? note)
{
    private readonly Queue<string> _last = new();
    private long _position;

    public string LastLines => string.Join(" | ", _last);

    public void Read()
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = _position;
        using var reader = new StreamReader(stream);
        foreach (var line in reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            note?.Invoke(line);
            _last.Enqueue(line);
            if (_last.Count > 5)
            {
                _last.Dequeue();
            }
        }

        _position = stream.Position;
    }
}
