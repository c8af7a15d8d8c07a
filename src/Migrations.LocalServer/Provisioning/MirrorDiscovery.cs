using Migrations.LocalServer.Errors;
using Migrations.Shared;
namespace Migrations.LocalServer.Provisioning;

// The archive is the one that this machine already uses; none is hard-coded here.
internal static class MirrorDiscovery
{
    public const string Variable = "MIGRATIONS_DEBIAN_MIRROR";

    public static IReadOnlyList<Uri> Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return ToArchive(named) is { } uri
                ? [uri]
                : throw new LocalServerException(LocalServerErrorCode.Unavailable,
                    $"{Variable} is '{named}', which is not an http or https address. The local server's packages have no source. Set it to the address of a Debian mirror.");
        }

        return FromAptSources("/etc/apt");
    }

    public static IReadOnlyList<Uri> FromAptSources(string aptDirectory)
    {
        var parts = Path.Combine(aptDirectory, "sources.list.d");
        var files = Directory.Exists(parts) ? Directory.GetFiles(parts).Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        var sources = new List<AptSource>();
        foreach (var file in files.Prepend(Path.Combine(aptDirectory, "sources.list")).Where(File.Exists))
        {
            sources.AddRange(file.EndsWith(".sources", StringComparison.Ordinal)
                ? AptSourcesFile.ParseStanzas(File.ReadAllText(file))
                : AptSourcesFile.ParseLines(File.ReadAllText(file)));
        }

        return Choose(sources);
    }

    // A main archive has the component "main"; by custom its path ends in "debian". Security archives hold no packages of other suites.
    private static List<Uri> Choose(IEnumerable<AptSource> sources)
    {
        var archives = sources
            .Where(source => source.HasComponent("main") && !source.Suite.Contains("security", StringComparison.Ordinal))
            .Select(source => ToArchive(source.Uri))
            .OfType<Uri>()
            .Distinct()
            .ToList();
        var debian = archives.Where(uri => uri.AbsolutePath.TrimEnd('/').EndsWith("/debian", StringComparison.Ordinal)).ToList();
        return debian.Count > 0 ? debian : archives;
    }

    private static Uri? ToArchive(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
}
