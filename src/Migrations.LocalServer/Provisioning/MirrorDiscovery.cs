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

// The two forms of apt's source lists: one line a source (.list), and stanzas (.sources); see sources.list(5).
internal static class AptSourcesFile
{
    private static readonly char[] Blanks = [' ', '\t'];

    public static IEnumerable<AptSource> ParseLines(string text)
    {
        foreach (var line in Lines(text).Where(line => line.StartsWith("deb ", StringComparison.Ordinal) || line.StartsWith("deb\t", StringComparison.Ordinal)))
        {
            var rest = line[4..].TrimStart();
            if (rest.StartsWith('['))
            {
                rest = rest[(rest.IndexOf(']', StringComparison.Ordinal) + 1)..];
            }

            var fields = Words(rest);
            if (fields.Length >= 2)
            {
                yield return new AptSource(fields[0], fields[1], fields[2..]);
            }
        }
    }

    public static IEnumerable<AptSource> ParseStanzas(string text)
    {
        var stanza = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var field = "";
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Where(line => !line.StartsWith('#')).Append(""))
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                foreach (var source in FromStanza(stanza))
                {
                    yield return source;
                }

                stanza.Clear();
            }
            else if (Blanks.Contains(line[0]))
            {
                stanza[field] = stanza.GetValueOrDefault(field) + " " + line.Trim();
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                field = line[..colon].Trim();
                stanza[field] = line[(colon + 1)..].Trim();
            }
        }
    }

    private static IEnumerable<AptSource> FromStanza(Dictionary<string, string> stanza)
    {
        var isOn = !string.Equals(stanza.GetValueOrDefault("Enabled"), "no", StringComparison.OrdinalIgnoreCase);
        if (!isOn || !Words(stanza.GetValueOrDefault("Types", "")).Contains("deb", StringComparer.Ordinal))
        {
            return [];
        }

        var components = Words(stanza.GetValueOrDefault("Components", ""));
        return from uri in Words(stanza.GetValueOrDefault("URIs", ""))
               from suite in Words(stanza.GetValueOrDefault("Suites", ""))
               select new AptSource(uri, suite, components);
    }

    private static IEnumerable<string> Lines(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Split('#')[0].Trim());

    private static string[] Words(string text) => text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

internal sealed record AptSource(string Uri, string Suite, IReadOnlyList<string> Components)
{
    public bool HasComponent(string name) => Components.Contains(name, StringComparer.Ordinal);
}
