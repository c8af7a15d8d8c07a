namespace Migrations.LocalServer.Provisioning;

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
