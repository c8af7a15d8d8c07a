using Migrations.Shared;
using System.Buffers;
using System.Net;
using System.Security.Cryptography;

namespace Migrations.LocalServer.Provisioning;

// Loads the packages of the lock, several at once. What counts is the sha256, so the mirror needs no trust.
internal sealed class PackageDownloader(HttpClient client, IReadOnlyList<Uri> mirrors)
{
    private const int Parallel = 8;

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
                var hash = await FetchAsync(new Uri(mirror, package.PoolPath), target, progress, cancellationToken).ConfigureAwait(false);
                if (hash == package.Sha256)
                {
                    return;
                }

                isGone = false;
                faults.Add($"{mirror.Host} sent other bytes than the lock names (sha256 {hash})");
            }
            catch (HttpRequestException exception)
            {
                isGone &= exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone;
                faults.Add($"{mirror.Host}: {exception.Message}");
            }
            catch (IOException exception)
            {
                isGone = false;
                faults.Add($"{mirror.Host}: {exception.Message}");
            }
        }

        throw isGone ? new PackageGoneException(package, faults) : Failed(package, faults);
    }

    private async Task<string> FetchAsync(Uri address, string target, DownloadProgress progress, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
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
                    for (int count; (count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0; progress.Received(count))
                    {
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

    private static LocalServerException Failed(LockedPackage package, IEnumerable<string> faults) => new(LocalServerErrorCode.DownloadFailed,
        $"The package '{package.Name}' {package.Version} could not be loaded: {string.Join("; ", faults)}. The local server cannot be provisioned without it. "
        + $"Check the network, name another mirror in {MirrorDiscovery.Variable}, or set {LocalServerCures.ConnectionVariable} to a server of your own.");
}
