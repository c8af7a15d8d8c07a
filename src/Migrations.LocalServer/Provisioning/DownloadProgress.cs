namespace Migrations.LocalServer.Provisioning;

// Counts what has arrived and says so at most a few times a second.
internal sealed class DownloadProgress(IProgress<string>? sink, int packages, long totalBytes, TimeProvider time)
{
    private const int Megabyte = 1_000_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly Lock _gate = new();
    private long _lastReport = time.GetTimestamp();
    private int _donePackages;
    private long _doneBytes;

    public void Received(int bytes) => Report(0, bytes);

    public void Finished() => Report(1, 0);

    private void Report(int addedPackages, int addedBytes)
    {
        lock (_gate)
        {
            _donePackages += addedPackages;
            _doneBytes += addedBytes;
            var isLast = _donePackages == packages && addedPackages > 0;
            if (!isLast && time.GetElapsedTime(_lastReport) < Interval)
            {
                return;
            }

            _lastReport = time.GetTimestamp();
            sink?.Report($"Downloading the local server: {_donePackages}/{packages} packages, {_doneBytes / Megabyte} MB of {totalBytes / Megabyte} MB");
        }
    }
}
