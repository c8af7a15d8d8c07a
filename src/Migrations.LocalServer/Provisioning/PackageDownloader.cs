using Migrations.LocalServer.Errors;
using Migrations.Shared;
using System.Buffers;
using System.Net;
using System.Security.Cryptography;

namespace Migrations.LocalServer.Provisioning;

// Downloads the packages of the lock, several at once. The sha256 is checked, so the mirror need not be trusted.
internal sealed class PackageDownloader(HttpClient client, IReadOnlyList<Uri> mirrors, TimeSpan stallLimit)
{
    // A mirror that sends nothing for this long is given up.
    public static readonly TimeSpan UsualStallLimit = TimeSpan.FromSeconds(30);

    private const int Parallel = 8;

    private const int MostRedirects = 5;

    // Redirects are checked here: the client itself would follow to any scheme.
    public static HttpClient CreateClient(TimeSpan answerLimit) => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = answerLimit };

    public async Task DownloadAsync(IReadOnlyCollection<LockedPackage> packages, string folder, DownloadProgress progress, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForEachAsync(packages, options, async (package, token) =>
        {
            await DownloadAsync(package, Path.Combine(folder, package.FileName), progress, token).ConfigureAwait(false);
            progress.Finished();
        }).ConfigureAwait(false);
    }

    private async Task DownloadAsync(LockedPackage package, string target, DownloadProgress progress, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var isGone = true;
        foreach (var mirror in mirrors)
        {
            try
            {
                var hash = await FetchAsync(new Uri(mirror, package.PoolPath), package.Size, target, progress, cancellationToken).ConfigureAwait(false);
                if (hash == package.Sha256)
                {
                    return;
                }

                isGone = false;
                faults.Add($"{mirror.Host} sent other bytes than recorded (sha256 {hash})");
            }
            catch (HttpRequestException exception)
            {
                isGone &= exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone;
                faults.Add($"{mirror.Host}: {exception.Message}");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                isGone = false;
                faults.Add($"{mirror.Host} did not answer in time");
            }
            catch (IOException exception)
            {
                isGone = false;
                faults.Add($"{mirror.Host}: {exception.Message}");
            }
        }

        throw isGone ? new PackageGoneException(package, faults) : Failed(package, faults);
    }

    private async Task<string> FetchAsync(Uri address, long size, string target, DownloadProgress progress, CancellationToken cancellationToken)
    {
        using var response = await GetAsync(address, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            var source = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
            {
                var file = File.Create(target);
                await using (file.ConfigureAwait(false))
                {
                    var received = 0L;
                    for (int count; (count = await ReadAsync(source, buffer, cancellationToken).ConfigureAwait(false)) > 0; progress.Received(count))
                    {
                        received += count;
                        if (received > size)
                        {
                            throw new IOException($"it sends more than the recorded {size} bytes");
                        }

                        hash.AppendData(buffer, 0, count);
                        await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private async Task<HttpResponseMessage> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is not (HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return response;
            }

            using (response)
            {
                address = redirects < MostRedirects && Follow(address, response.Headers.Location) is { } next ? next : throw new IOException($"it redirects to '{response.Headers.Location?.OriginalString}', which is not followed");
            }
        }
    }

    // Null for a less secure scheme than before.
    private static Uri? Follow(Uri address, Uri? location) =>
        location is not null && new Uri(address, location) is var next && (next.Scheme == Uri.UriSchemeHttps || next.Scheme == address.Scheme) ? next : null;

    private async Task<int> ReadAsync(Stream source, byte[] buffer, CancellationToken cancellationToken)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(stallLimit);
        try
        {
            return await source.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"nothing received for {stallLimit.TotalSeconds:0.#} s");
        }
    }

    private static LocalServerException Failed(LockedPackage package, IEnumerable<string> faults) => new(LocalServerErrorCode.DownloadFailed,
        $"The package '{package.Name}' {package.Version} could not be downloaded: {string.Join("; ", faults)}. The local server cannot be provisioned without it. "
        + $"Check the network, name another mirror in {MirrorDiscovery.Variable}, or set {LocalServerCures.ConnectionVariable} to a server of your own.");
}
