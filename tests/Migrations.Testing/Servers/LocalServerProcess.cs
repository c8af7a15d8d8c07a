using System.Collections.Concurrent;
using System.Diagnostics;
using Migrations.Shared;

namespace Migrations.Testing;

/// <summary>The local server as a program of its own, for as long as a test wants it. It ends with the process that started it, even if that is killed.</summary>
public sealed class LocalServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    private LocalServerProcess(Process process, string connectionString)
    {
        _process = process;
        ConnectionString = connectionString;
    }

    /// <summary>Where the server is.</summary>
    public string ConnectionString { get; }

    /// <summary>The program's number; the storage engine is among its children.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts a server and waits until it can be used.</summary>
    /// <param name="dataDirectory">The folder of its data; null for data that go when it ends.</param>
    /// <param name="port">The port on the loopback address; 0 takes a free one.</param>
    /// <param name="note">Receives what the program says while it takes long.</param>
    /// <exception cref="InvalidOperationException">It did not start; the message has its own words.</exception>
    public static async Task<LocalServerProcess> StartAsync(string? dataDirectory = null, int port = 0, Action<string>? note = null)
    {
        var said = new ConcurrentQueue<string>();
        var process = Start(dataDirectory, port, line => Note(line, said, note));
        var answer = LocalServerAnswer.Read(await process.StandardOutput.ReadLineAsync().ConfigureAwait(false));
        if (answer is { Status: LocalServerAnswer.Running, ConnectionString: { } connectionString })
        {
            return new LocalServerProcess(process, connectionString);
        }

        await process.WaitForExitAsync().ConfigureAwait(false);
        var reason = answer?.Error ?? $"It ended with code {process.ExitCode} and said: {string.Join(' ', said)}";
        process.Dispose();
        throw new InvalidOperationException($"The local server did not start. {reason}");
    }

    /// <summary>Stops the server as its owner would: its data are written, and nothing of it is left.</summary>
    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(EndTime);
        await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
    }

    /// <summary>Kills the program without a word, so that nothing in it runs any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await StopAsync().ConfigureAwait(false);
        }

        _process.Dispose();
    }

    private static Process Start(string? dataDirectory, int port, Action<string?> note)
    {
        List<string> arguments = [BuiltProgram.PathOf("Migrations.LocalServer", LocalServerContract.ProgramFile), LocalServerContract.Run];
        if (dataDirectory is not null)
        {
            arguments.AddRange([LocalServerContract.DataDirectoryOption, dataDirectory]);
        }

        if (port != 0)
        {
            arguments.AddRange([LocalServerContract.PortOption, FormattableString.Invariant($"{port}")]);
        }

        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        var process = new Process { StartInfo = start };
        process.ErrorDataReceived += (_, e) => note(e.Data);
        process.Start();
        process.BeginErrorReadLine();
        return process;
    }

    private static void Note(string? line, ConcurrentQueue<string> said, Action<string>? note)
    {
        if (line is not null)
        {
            said.Enqueue(line);
            note?.Invoke(line);
        }
    }
}
