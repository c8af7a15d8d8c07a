using System.Collections.Concurrent;
using Migrations.Shared;

namespace Migrations.TestKit;

/// <summary>The local server as a program of its own, for as long as a test wants it. It ends with the process that started it, even if that is killed.</summary>
public sealed class LocalServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(30);
    private readonly LocalServerRun _run;

    private LocalServerProcess(LocalServerRun run, string connectionString)
    {
        _run = run;
        ConnectionString = connectionString;
    }

    /// <summary>Where the server is.</summary>
    public string ConnectionString { get; }

    /// <summary>The program's number; the storage engine is among its children.</summary>
    public int ProcessId => _run.ProcessId;

    /// <summary>Starts a server and waits until it can be used.</summary>
    /// <param name="dataDirectory">The folder of its data; null for data that go when it ends.</param>
    /// <param name="port">The port on the loopback address; 0 takes a free one.</param>
    /// <param name="note">Receives what the program says while it takes long.</param>
    /// <exception cref="InvalidOperationException">It did not start; the message has its own words.</exception>
    public static async Task<LocalServerProcess> StartAsync(string? dataDirectory = null, int port = 0, Action<string>? note = null)
    {
        var said = new ConcurrentQueue<string>();
        var run = LocalServerRun.Start(BuiltProgram.PathOf("Migrations.LocalServer", LocalServerContract.ProgramFile), Arguments(dataDirectory, port), line => Note(line, said, note));
        var answer = await run.ReadAnswerAsync().ConfigureAwait(false);
        if (answer is { Status: LocalServerAnswer.Running, ConnectionString: { } connectionString })
        {
            return new LocalServerProcess(run, connectionString);
        }

        await run.WaitForLastWordAsync().ConfigureAwait(false);
        var reason = answer?.Error ?? $"It ended with code {run.ExitCode} and said: {string.Join(' ', said)}";
        run.Dispose();
        throw new InvalidOperationException($"The local server did not start. {reason}");
    }

    /// <summary>Stops the server as its owner would: its data are written, and nothing of it is left.</summary>
    public async Task StopAsync()
    {
        _run.End();
        using var limit = new CancellationTokenSource(EndTime);
        await _run.WaitAsync(limit.Token).ConfigureAwait(false);
    }

    /// <summary>Kills the program without a word, so that nothing in it runs any more.</summary>
    public async Task KillAsync()
    {
        _run.Kill();
        await _run.WaitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_run.HasEnded)
        {
            await StopAsync().ConfigureAwait(false);
        }

        _run.Dispose();
    }

    private static List<string> Arguments(string? dataDirectory, int port)
    {
        List<string> arguments = [LocalServerContract.Run];
        if (dataDirectory is not null)
        {
            arguments.AddRange([LocalServerContract.DataDirectoryOption, dataDirectory]);
        }

        if (port != 0)
        {
            arguments.AddRange([LocalServerContract.PortOption, FormattableString.Invariant($"{port}")]);
        }

        return arguments;
    }

    private static void Note(string line, ConcurrentQueue<string> said, Action<string>? note)
    {
        said.Enqueue(line);
        note?.Invoke(line);
    }
}
