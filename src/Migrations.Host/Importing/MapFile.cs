namespace Migrations.Host.Importing;

// What the names of another tool's log are: 'NAME = TREE@ID' on each line; '#' begins a comment. A name may contain '=', an id does not.
internal static class MapFile
{
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Parse(await File.ReadAllLinesAsync(path, cancellationToken).ConfigureAwait(false), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MigrationException(MigrationErrorCode.UsageInvalid, $"The map '{path}' cannot be read: {e.Message} Nothing was recorded. Name another file with '--map'.", e);
        }
    }

    public static IReadOnlyDictionary<string, string> Parse(IReadOnlyList<string> lines, string path)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var at = line.LastIndexOf('=');
            var (name, target) = at < 0 ? (line, "") : (line[..at].Trim(), line[(at + 1)..].Trim());
            if (name.Length == 0 || target.Length == 0)
            {
                throw Fault(path, i, $"'{line}' is not 'NAME = TREE@ID'");
            }

            if (!map.TryAdd(name, target))
            {
                throw Fault(path, i, $"'{name}' is there for the second time");
            }
        }

        return map;
    }

    private static MigrationException Fault(string path, int line, string fact) =>
        new(MigrationErrorCode.UsageInvalid, $"The map '{path}' has a fault in line {line + 1}: {fact}. Nothing was recorded. Correct it.");
}
