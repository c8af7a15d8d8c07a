using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Migrations.MSBuild.Processes;

internal sealed class HostProcess
{
    // Long enough for the batch at hand; after that the process is killed, and its lock expires.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(90);
    private readonly Lock _gate = new();
    private readonly OwningNode _owner = new();
    private Process? _running;
    private volatile bool _isCancelled;

    // The end of its standard input asks the host to stop cleanly; that works the same on every operating system.
    public void Cancel()
    {
        lock (_gate)
        {
            _isCancelled = true;
            CloseInput();
        }
    }

    public int Run(ProcessStartInfo start, Action<string> output, Action<string> error)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Forward(e.Data, output);
        process.ErrorDataReceived += (_, e) => Forward(e.Data, error);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Follow(process);
        WaitForExit(process);
        Follow(null);
        return process.ExitCode;
    }

    private static void Forward(string? line, Action<string> target)
    {
        if (line is not null)
        {
            target(line);
        }
    }

    private void Follow(Process? process)
    {
        lock (_gate)
        {
            _running = process;
            if (_isCancelled)
            {
                CloseInput();
            }
        }
    }

    private void WaitForExit(Process process)
    {
        var cancelled = 0L;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(200)))
        {
            if (_owner.HasEnded)
            {
                Cancel();
            }

            if (!_isCancelled)
            {
                continue;
            }

            cancelled = cancelled == 0 ? Stopwatch.GetTimestamp() : cancelled;
            if (Stopwatch.GetElapsedTime(cancelled) > Grace)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        // Without a time limit this waits until all output has been read.
        process.WaitForExit();
    }

    private void CloseInput()
    {
        try
        {
            _running?.StandardInput.Close();
        }
        catch (IOException)
        {
            // The host has ended already.
        }
    }
}

// The MSBuild process that started this task's process. When it dies, the task runs on and is not told.
internal sealed partial class OwningNode
{
    private readonly int? _id = IsTaskHost && !OperatingSystem.IsWindows() ? ParentId() : null;

    // Unix gives an orphan another parent. On other systems, and if the task runs inside a node, this is always false.
    public bool HasEnded => _id is { } id && ParentId() != id;

    // Only a task host lives for the one that started it. A node may outlive it, and MSBuild itself the shell that it was typed in.
    private static bool IsTaskHost => Environment.GetCommandLineArgs().Contains("/nodemode:2", StringComparer.OrdinalIgnoreCase);

    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int ParentId();
}
