using System.Globalization;

namespace Migrations.LocalServer.Provisioning;

// Counts what has arrived and reports it now and then, also if nothing arrives.
internal sealed class DownloadProgress(IProgress<string>? sink, int packages, long totalBytes, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private long _lastReport = time.GetTimestamp();
    private long _lastBytes = time.GetTimestamp();
    private int _donePackages;
    private long _doneBytes;

    private string Counts => string.Create(CultureInfo.InvariantCulture, $"{_donePackages}/{packages} packages, {ByteSize.Text(_doneBytes)} of {ByteSize.Text(totalBytes)}");

    public void Begin(IEnumerable<Uri> mirrors) =>
        sink?.Report(string.Create(CultureInfo.InvariantCulture, $"Downloading the local server, once for this machine: {packages} packages, {ByteSize.Text(totalBytes)}, from {string.Join(" or ", mirrors.Select(m => m.Host).Distinct())}"));

    public void Received(int bytes) => Report(0, bytes);

    public void Finished() => Report(1, 0);

    // Until it is cancelled.
    public async Task TellOfSilenceAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Silence, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                lock (_gate)
                {
                    var silent = time.GetElapsedTime(_lastBytes);
                    if (silent >= Silence)
                    {
                        sink?.Report(string.Create(CultureInfo.InvariantCulture, $"Downloading the local server: {Counts}; nothing received for {silent.TotalSeconds:0} s"));
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Everything has arrived, or nobody waits for it any more.
        }
    }

    private void Report(int addedPackages, int addedBytes)
    {
        lock (_gate)
        {
            _donePackages += addedPackages;
            _doneBytes += addedBytes;
            _lastBytes = time.GetTimestamp();
            var isLast = _donePackages == packages && addedPackages > 0;
            if (!isLast && time.GetElapsedTime(_lastReport) < Interval)
            {
                return;
            }

            _lastReport = time.GetTimestamp();
            sink?.Report($"Downloading the local server: {Counts}");
        }
    }
}

// A number of bytes, as text.
internal static class ByteSize
{
    private const double Megabyte = 1_000_000;

    public static string Text(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Megabyte:0.0} MB");
}
