using Migrations.LocalServer.Errors;
using Migrations.LocalServer.Provisioning;
using Migrations.Shared;

namespace Migrations.LocalServer.Postgres;

// A data directory in use: one server at a time, of one PostgreSQL version.
internal sealed class DataDirectory : IDisposable
{
    private const string RuntimeMark = "migrations-runtime";
    private static readonly TimeSpan FormerTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private readonly FileLock _held;

    private DataDirectory(string path, FileLock held)
    {
        Path = path;
        _held = held;
    }

    public string Path { get; }

    public static async Task<DataDirectory> OpenAsync(string path, DataTemplate template, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var held = FileLock.TryAcquire(path + ".lock")
            ?? throw new LocalServerException(LocalServerErrorCode.DataInUse,
                $"The data directory '{path}' is in use by another local server. Two servers on the same files would destroy them. Stop the other one, or choose another directory.");
        try
        {
            if (File.Exists(System.IO.Path.Combine(path, "PG_VERSION")))
            {
                RefuseOtherVersion(path);
                await WaitForFormerAsync(path, time, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                RefuseOtherFiles(path);
                await template.CopyToAsync(path, cancellationToken).ConfigureAwait(false);
            }

            return new DataDirectory(path, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    // True once after the data were last written by another runtime.
    public async Task<bool> TakeRuntimeChangeAsync(string runtime, CancellationToken cancellationToken)
    {
        var mark = System.IO.Path.Combine(Path, RuntimeMark);
        var former = File.Exists(mark) ? await File.ReadAllTextAsync(mark, cancellationToken).ConfigureAwait(false) : runtime;
        await File.WriteAllTextAsync(mark, runtime, cancellationToken).ConfigureAwait(false);
        return former != runtime;
    }

    public void Dispose() => _held.Dispose();

    private static void RefuseOtherVersion(string path)
    {
        var version = File.ReadAllText(System.IO.Path.Combine(path, "PG_VERSION")).Trim();
        if (version != RuntimeTree.PostgresMajor.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            throw new LocalServerException(LocalServerErrorCode.StartFailed,
                $"The data directory '{path}' was written by PostgreSQL {version}, the local server is PostgreSQL {RuntimeTree.PostgresMajor}. It cannot be opened. Delete it or choose another directory.");
        }
    }

    private static void RefuseOtherFiles(string path)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new LocalServerException(LocalServerErrorCode.StartFailed,
                $"The folder '{path}' has files in it that are not a local server's data. They would be lost. Choose an empty or new folder.");
        }

        if (Directory.Exists(path))
        {
            Directory.Delete(path);
        }
    }

    // A server whose owner was killed is still going down for some milliseconds.
    private static async Task WaitForFormerAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        var pidFile = System.IO.Path.Combine(path, "postmaster.pid");
        var started = time.GetTimestamp();
        while (IsAlive(pidFile) && time.GetElapsedTime(started) < FormerTimeout)
        {
            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsAlive(string pidFile)
    {
        try
        {
            var pid = File.ReadLines(pidFile).FirstOrDefault();
            return pid is not null && File.ReadAllText($"/proc/{pid}/cmdline").Contains("postgres", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}

// A short, private folder for the socket: a socket's path may have 107 bytes, and nobody else may connect to it.
internal static class InstanceDirectory
{
    private const int LongestSocketFolder = 90;

    // The supervisor removes it when the database ends; this is for a database that never started.
    public static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static string Create()
    {
        var folder = Directory.CreateTempSubdirectory("migrations-server-").FullName;
        if (folder.Length <= LongestSocketFolder)
        {
            return folder;
        }

        Directory.Delete(folder);
        var shorter = Path.Combine(Path.DirectorySeparatorChar + "var", "tmp", Path.GetFileName(folder));
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(shorter, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return shorter;
    }
}
