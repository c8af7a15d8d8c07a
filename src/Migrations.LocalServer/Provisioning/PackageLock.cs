using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Migrations.LocalServer.Errors;
using Migrations.Shared;

namespace Migrations.LocalServer.Provisioning;

// The packages of the runtime. Their hash names the cache folder, so another lock is another runtime.
internal sealed class PackageLock
{
    private PackageLock(string text)
    {
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        Packages = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse)];
    }

    public string Hash { get; }

    public IReadOnlyList<LockedPackage> Packages { get; }

    public static PackageLock Load()
    {
        using var stream = typeof(PackageLock).Assembly.GetManifestResourceStream("packages.lock.tsv")
            ?? throw new InvalidOperationException("The resource 'packages.lock.tsv' is missing in the assembly.");
        using var reader = new StreamReader(stream);
        return FromText(reader.ReadToEnd());
    }

    public static PackageLock FromText(string text) => new(text.ReplaceLineEndings("\n"));

    private static LockedPackage Parse(string line)
    {
        var fields = line.Split('\t');
        return fields.Length == 5
            ? new LockedPackage(fields[0], fields[1], long.Parse(fields[2], CultureInfo.InvariantCulture), fields[3], fields[4])
            : throw new FormatException($"The package lock has a line with {fields.Length} fields instead of 5: '{line}'.");
    }
}

internal sealed record LockedPackage(string Name, string Version, long Size, string Sha256, string PoolPath)
{
    public string FileName => PoolPath[(PoolPath.LastIndexOf('/') + 1)..];
}

// No mirror has the locked file any more: the archive has moved on.
internal sealed class PackageGoneException(LockedPackage package, IEnumerable<string> faults)
    : LocalServerException(LocalServerErrorCode.DownloadFailed,
        $"The package '{package.Name}' {package.Version} is no longer in the archive: {string.Join("; ", faults)}. The local server cannot be provisioned as locked. "
        + $"Name a mirror that still has it in {MirrorDiscovery.Variable}, or set {LocalServerCures.ConnectionVariable} to a server of your own.");
