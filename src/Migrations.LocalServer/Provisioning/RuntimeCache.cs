using Migrations.LocalServer.Errors;
using Migrations.Shared;
using System.Runtime.InteropServices;

namespace Migrations.LocalServer.Provisioning;

// The provisioned runtime of this machine: built once, in a temporary folder that is renamed when it is complete.
internal sealed class RuntimeCache(ServerDirectories directories, TimeProvider time)
{
    private const string LockedArchitecture = "amd64";
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(10);

    public PackageLock Lock { get; } = PackageLock.Load();

    public string TemplatePath => Path.Combine(directories.Cache, Lock.Hash + ".template");

    public string LockFile => Path.Combine(directories.Cache, Lock.Hash + ".lock");

    private string RuntimePath => Path.Combine(directories.Cache, Lock.Hash);

    public async Task<RuntimeTree> EnsureAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (Directory.Exists(RuntimePath))
        {
            return new RuntimeTree(RuntimePath);
        }

        RefuseOtherSystems();
        using var held = await FileLock.AcquireAsync(LockFile, text => progress?.Report(text), time, cancellationToken).ConfigureAwait(false);
        if (!Directory.Exists(RuntimePath))
        {
            await ProvisionAsync(progress, cancellationToken).ConfigureAwait(false);
        }

        return new RuntimeTree(RuntimePath);
    }

    private static void RefuseOtherSystems()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64))
        {
            throw new LocalServerException(LocalServerErrorCode.Unavailable,
                $"The local server is built from Debian packages and does not run on {RuntimeInformation.OSDescription} ({RuntimeInformation.ProcessArchitecture}). {LocalServerCures.Elsewhere}");
        }
    }

    private async Task ProvisionAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var mirrors = MirrorDiscovery.Find();
        if (mirrors.Count == 0)
        {
            throw new LocalServerException(LocalServerErrorCode.Unavailable,
                $"This machine's apt sources name no Debian archive, so the local server's packages have no source. Set {MirrorDiscovery.Variable} to the address of a Debian mirror, or: {LocalServerCures.Elsewhere}");
        }

        // Left behind by a killed process; under the lock nobody else uses it.
        var building = RuntimePath + ".building";
        Remove(building);
        try
        {
            var packages = await LoadPackagesAsync(mirrors, Path.Combine(building, "packages"), progress, cancellationToken).ConfigureAwait(false);
            var root = Path.Combine(building, "root");
            await RuntimeBuilder.BuildAsync(packages, root, progress, cancellationToken).ConfigureAwait(false);
            Directory.Move(root, RuntimePath);
        }
        finally
        {
            Remove(building);
        }
    }

    private static void Remove(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private async Task<IReadOnlyList<string>> LoadPackagesAsync(IReadOnlyList<Uri> mirrors, string folder, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        using var client = PackageDownloader.CreateClient(RequestTimeout);
        var downloader = new PackageDownloader(client, mirrors, PackageDownloader.UsualStallLimit);
        try
        {
            // The lock was made for amd64; other machines take what the archive has for them.
            return RuntimeTree.DebianArchitecture == LockedArchitecture
                ? await LoadAsync(downloader, mirrors, Lock.Packages, folder, progress, cancellationToken).ConfigureAwait(false)
                : throw new PackageGoneException(Lock.Packages[0], [$"the lock is for {LockedArchitecture}"]);
        }
        catch (PackageGoneException)
        {
            progress?.Report("The archive no longer has the recorded packages; looking for today's versions");
            if (await new ArchiveResolver(mirrors[0], Path.Combine(folder, "apt")).ResolveAsync(Lock.Packages, cancellationToken).ConfigureAwait(false) is not { } today)
            {
                throw;
            }

            ReportDifferences(today, progress);
            return await LoadAsync(downloader, mirrors, today, folder, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<string>> LoadAsync(PackageDownloader downloader, IReadOnlyList<Uri> mirrors, IReadOnlyList<LockedPackage> packages, string folder, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var counter = new DownloadProgress(progress, packages.Count, packages.Sum(package => package.Size), time);
        counter.Begin(mirrors);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = counter.TellOfSilenceAsync(stop.Token);
        try
        {
            await downloader.DownloadAsync(packages, folder, counter, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await watch.ConfigureAwait(false);
        }

        return [.. packages.Select(package => Path.Combine(folder, package.FileName))];
    }

    private void ReportDifferences(IEnumerable<LockedPackage> today, IProgress<string>? progress)
    {
        var locked = Lock.Packages.ToDictionary(package => package.Name, package => package.Version, StringComparer.Ordinal);
        foreach (var package in today.Where(package => locked.GetValueOrDefault(package.Name) != package.Version))
        {
            progress?.Report($"Not as recorded: {package.Name} {package.Version} instead of {locked.GetValueOrDefault(package.Name, "nothing")}");
        }
    }
}
