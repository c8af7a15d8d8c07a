using System.Diagnostics;
using Migrations.LocalServer.Errors;
using Migrations.LocalServer.Processes;
using Migrations.LocalServer.Provisioning;
using Migrations.Shared;

namespace Migrations.LocalServer.Postgres;

// A running PostgreSQL. It runs under a small shell script that reads a pipe from us: a word on it is the signal to send, and its end,
// which comes even when this process is killed, takes PostgreSQL down too. Nothing is left behind by a crash.
internal sealed class PostgresProcess : IAsyncDisposable
{
    private const string Supervisor = """
        scratch=$1; farewell=$2; shift 2
        exec 3<&0
        "$@" </dev/null >"$scratch/log" 2>&1 3<&- &
        pid=$!
        ( read -r signal <&3 || signal=$farewell; kill -s "${signal:-$farewell}" $pid ) 2>/dev/null &
        watcher=$!
        exec 3<&- </dev/null
        wait $pid
        code=$?
        kill $watcher 2>/dev/null
        [ $code -eq 0 ] || tail -n 5 "$scratch/log" >&2
        rm -rf "$scratch"
        exit $code
        """;

    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);
    private readonly Process _supervisor;
    private readonly TimeProvider _time;

    private PostgresProcess(Process supervisor, TimeProvider time)
    {
        _supervisor = supervisor;
        _time = time;
    }

    public static async Task<PostgresProcess> StartAsync(PostgresStart start, TimeProvider time, CancellationToken cancellationToken)
    {
        var settings = Path.Combine(start.InstanceDirectory, "postgresql.conf");
        await File.WriteAllTextAsync(settings, PostgresSettings.Write(start.InstanceDirectory, start.Durability), cancellationToken).ConfigureAwait(false);
        await start.Account.OwnAsync(start.InstanceDirectory, cancellationToken).ConfigureAwait(false);
        await start.Account.OwnAsync(start.DataDirectory, cancellationToken).ConfigureAwait(false);

        // If we die, the newest commits are saved, unless the data are throw-away.
        var farewell = start.Durability == Durability.Disposable ? ShutdownMode.Immediate : ShutdownMode.Clean;

        // A session of its own, so that Ctrl+C at the terminal reaches only us and we decide how PostgreSQL stops.
        var command = start.Account.Command(start.Tree.Postgres, "-D", start.DataDirectory, "-c", $"config_file={settings}");
        string[] arguments = ["sh", "-c", Supervisor, "supervisor", start.InstanceDirectory, Signal(farewell), .. command];
        var supervisor = Process.Start(CleanStart.Without(new ProcessStartInfo("setsid", arguments) { RedirectStandardInput = true, RedirectStandardError = true }))
            ?? throw new InvalidOperationException("setsid could not be started.");
        var process = new PostgresProcess(supervisor, time);
        try
        {
            await process.WaitUntilReadyAsync(start, cancellationToken).ConfigureAwait(false);
            return process;
        }
        catch
        {
            await process.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async Task StopAsync(ShutdownMode mode)
    {
        if (_supervisor.HasExited)
        {
            return;
        }

        try
        {
            await _supervisor.StandardInput.WriteLineAsync(Signal(mode)).ConfigureAwait(false);
            _supervisor.StandardInput.Close();
        }
        catch (IOException)
        {
            // The pipe is closed: the supervisor is already ending.
        }

        using var timeout = new CancellationTokenSource(StopTimeout, _time);
        try
        {
            await _supervisor.WaitForExitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _supervisor.Kill(entireProcessTree: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(ShutdownMode.Immediate).ConfigureAwait(false);
        _supervisor.Dispose();
    }

    private static string Signal(ShutdownMode mode) => mode == ShutdownMode.Clean ? "INT" : "QUIT";

    private async Task WaitUntilReadyAsync(PostgresStart start, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (!IsReady(start))
        {
            if (_supervisor.HasExited || _time.GetElapsedTime(started) > ReadyTimeout)
            {
                var lastWords = _supervisor.HasExited
                    ? (await _supervisor.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false)).Trim().ReplaceLineEndings(" | ")
                    : $"it was not ready after {ReadyTimeout.TotalSeconds} seconds";
                throw new LocalServerException(LocalServerErrorCode.StartFailed,
                    $"The local server's database did not start on '{start.DataDirectory}': {lastWords}. No server is running. "
                    + $"If the data may be lost, delete that folder and start again, or: {LocalServerCures.Elsewhere}");
            }

            await Task.Delay(PollInterval, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    // postmaster.pid names the socket folder in line 5 (so a file left by an earlier run does not count) and says "ready" in line 8.
    private static bool IsReady(PostgresStart start)
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(start.DataDirectory, "postmaster.pid"));
            return lines.Length >= 8 && lines[4] == start.InstanceDirectory && lines[7].StartsWith("ready", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}

// InstanceDirectory holds socket, settings and log and is removed when the process ends; throw-away data are inside it.
internal sealed record PostgresStart(RuntimeTree Tree, PostgresAccount Account, string InstanceDirectory, string DataDirectory, Durability Durability);

internal enum ShutdownMode
{
    // SIGINT: sessions end, data is checkpointed; takes one or two seconds.
    Clean,

    // SIGQUIT: at once; the log is recovered at the next start, and may lack the last commits.
    Immediate,
}
