using System.Globalization;
using System.Text.RegularExpressions;
using Migrations.LocalServer.Processes;

namespace Migrations.LocalServer.Provisioning;

// Finds the current versions of the locked packages if the archive has moved on. The machine's own apt does it, in a folder of its own:
// it checks the archive's signature and resolves dependencies.
internal sealed partial class ArchiveResolver(Uri mirror, string folder)
{
    private const string Root = "postgresql-18-documentdb";
    private const string Keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

    // The next stable release first, then the suite that is always newest.
    private static readonly string[] Suites = ["forky", "sid"];

    // Null when no suite has them, or when there is no apt here.
    public async Task<IReadOnlyList<LockedPackage>?> ResolveAsync(IReadOnlyList<LockedPackage> wanted, CancellationToken cancellationToken)
    {
        foreach (var suite in Suites)
        {
            if (await ResolveAsync(suite, cancellationToken).ConfigureAwait(false) is { } lines && Choose(lines, wanted) is { Count: > 0 } packages)
            {
                return packages;
            }
        }

        return null;
    }

    // apt lists everything that the package needs; only runtime packages are taken: those in the lock, whatever number their names end with by now.
    public IReadOnlyList<LockedPackage> Choose(IEnumerable<string> lines, IReadOnlyList<LockedPackage> wanted)
    {
        var stems = wanted.Select(package => Stem(package.Name)).ToHashSet(StringComparer.Ordinal);
        return [.. lines.Select(Parse).OfType<LockedPackage>().Where(package => stems.Contains(Stem(package.Name)))];
    }

    private static string Stem(string name) => VersionInName().Replace(name, "");

    private async Task<IEnumerable<string>?> ResolveAsync(string suite, CancellationToken cancellationToken)
    {
        var place = Path.Combine(folder, suite);
        Directory.CreateDirectory(Path.Combine(place, "state", "lists", "partial"));
        Directory.CreateDirectory(Path.Combine(place, "cache", "archives", "partial"));
        await File.WriteAllTextAsync(Path.Combine(place, "status"), "", cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(place, "sources.list"), $"deb [signed-by={Keyring}] {mirror} {suite} main\n", cancellationToken).ConfigureAwait(false);
        var update = await ProcessRun.RunAsync("apt-get", [.. Settings(place), "update"], cancellationToken).ConfigureAwait(false);
        if (!update.Succeeded)
        {
            return null;
        }

        var listing = await ProcessRun.RunAsync("apt-get", [.. Settings(place), "--print-uris", "--yes", "install", Root], cancellationToken).ConfigureAwait(false);
        return listing.Succeeded ? listing.Output.Split('\n') : null;
    }

    // 'http://mirror/pool/main/g/glibc/libc6_2.43-7_amd64.deb' libc6_2.43-7_amd64.deb 1866392 SHA256:5c71...
    private LockedPackage? Parse(string line)
    {
        var match = Address().Match(line);
        if (!match.Success || !match.Groups["address"].Value.StartsWith(mirror.AbsoluteUri, StringComparison.Ordinal))
        {
            return null;
        }

        var names = match.Groups["file"].Value.Split('_');
        return new LockedPackage(
            names[0], Uri.UnescapeDataString(names[1]), long.Parse(match.Groups["size"].Value, CultureInfo.InvariantCulture), match.Groups["hash"].Value,
            match.Groups["address"].Value[mirror.AbsoluteUri.Length..]);
    }

    private static IEnumerable<string> Settings(string place)
    {
        (string Name, string Value)[] settings =
        [
            ("Dir::State", Path.Combine(place, "state")), ("Dir::State::status", Path.Combine(place, "status")), ("Dir::Cache", Path.Combine(place, "cache")),
            ("Dir::Etc::sourcelist", Path.Combine(place, "sources.list")), ("Dir::Etc::sourceparts", Path.DirectorySeparatorChar + Path.Combine("dev", "null")), ("Acquire::ForceHash", "SHA256"),
            ("Acquire::Check-Valid-Until", "false"), ("Acquire::Languages", "none"), ("Acquire::IndexTargets::deb::DEP-11::DefaultEnabled", "false"),
            ("APT::Install-Recommends", "false"), ("APT::Sandbox::User", ""), ("APT::Architecture", RuntimeTree.DebianArchitecture),
        ];
        return settings.SelectMany(setting => (string[])["-o", $"{setting.Name}={setting.Value}"]).Prepend("-qq");
    }

    [GeneratedRegex(@"^'(?<address>[^']+)' (?<file>\S+_\S+_\S+\.deb) (?<size>\d+) SHA256:(?<hash>[0-9a-f]{64})")]
    private static partial Regex Address();

    [GeneratedRegex(@"t64$|\d[\d.\-]*[a-z]?(t64)?$")]
    private static partial Regex VersionInName();
}
