namespace Migrations.LocalServer.Provisioning;

// One process at a time, across processes: the kernel drops the lock when its holder dies.
internal sealed class FileLock : IDisposable
{
    // What the operating systems answer when another process has the file: EAGAIN of Linux and macOS, ERROR_SHARING_VIOLATION. Whatever else it is, waiting does not help.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SilentWait = TimeSpan.FromSeconds(2);
    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    // Says what it is waiting for, if that takes long.
    public static async Task<FileLock> AcquireAsync(string path, Action<string>? note, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var (started, isTold) = (time.GetTimestamp(), false);
        while (true)
        {
            if (TryAcquire(path) is { } held)
            {
                return held;
            }

            if (!isTold && time.GetElapsedTime(started) > SilentWait)
            {
                isTold = true;
                note?.Invoke("Another command is preparing the local server; waiting for it");
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public static FileLock? TryAcquire(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (Held.Contains(exception.HResult))
        {
            return null;
        }
    }

    public void Dispose() => _stream.Dispose();
}
