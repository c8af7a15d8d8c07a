using Migrations.Engine.Model;

namespace Migrations.Engine.Importing;

// Which migrations of the plugin the names of a log are: what the map says, else the one with the same id or version.
internal sealed class NameMatches
{
    private readonly RevisionGraph _graph;
    private readonly Dictionary<string, MigrationDescriptor> _map;
    private readonly List<string> _unmatched = [];
    private readonly Dictionary<MigrationDescriptor, List<ForeignMigration>> _found = [];

    private NameMatches(RevisionGraph graph, ImportRequest request)
    {
        _graph = graph;
        _map = request.Map.ToDictionary(m => m.Key, m => Resolve(m.Key, m.Value), StringComparer.Ordinal);
    }

    public static IReadOnlyDictionary<MigrationDescriptor, List<ForeignMigration>> Of(RevisionGraph graph, ImportRequest request, IReadOnlyList<ForeignMigration> applied, string log)
    {
        if (request.Map.Keys.FirstOrDefault(request.Ignored.Contains) is { } both)
        {
            throw new MigrationException(MigrationErrorCode.UsageInvalid, $"'{both}' is in the map and ignored. Nothing was recorded. Decide which is meant.");
        }

        var matches = new NameMatches(graph, request);
        foreach (var migration in applied.Where(m => !m.IsAmong(request.Ignored)))
        {
            matches.Add(migration);
        }

        matches.FindDoubts();
        matches.ThrowIfUnmatched(log);
        matches.ThrowIfPartial(request, log);
        return matches._found;
    }

    private void Add(ForeignMigration migration)
    {
        if (KeyOf(migration) is { } key)
        {
            Add(_map[key], migration with { Name = key });
            return;
        }

        var candidates = Alike(migration);
        if (candidates is [var only])
        {
            Add(only, migration);
            return;
        }

        _unmatched.Add($"{migration.Name} = {(candidates.Count == 0 ? "?" : string.Join(" or ", candidates.Select(c => c.Identity)))}");
    }

    private void Add(MigrationDescriptor migration, ForeignMigration name)
    {
        if (!_found.TryGetValue(migration, out var names))
        {
            _found.Add(migration, names = []);
        }

        names.Add(name);
    }

    private string? KeyOf(ForeignMigration migration) => _map.ContainsKey(migration.QualifiedName) ? migration.QualifiedName : _map.ContainsKey(migration.Name) ? migration.Name : null;

    // Only a map says that several names are one migration: two files with the same timestamp are two.
    private void FindDoubts() =>
        _unmatched.AddRange(_found.Where(f => f.Value.Count > 1).SelectMany(f => f.Value.Where(n => !_map.ContainsKey(n.Name)).Select(n => $"{n.Name} = {f.Key.Identity}?")));

    private List<MigrationDescriptor> Alike(ForeignMigration migration) =>
        [.. _graph.Trees.SelectMany(t => t.Revisions).Select(r => r.Migration).Where(m => migration.Ids.Contains(m.Id) || (migration.Version is { } version && m.Identity.Version == version))];

    private MigrationDescriptor Resolve(string name, string target)
    {
        var found = _graph.Trees.SelectMany(t => t.Migrations).Where(m => m.Identity.ToString() == target || m.Id == target).ToList();
        return found switch
        {
            [var one] => one,
            [] => throw new MigrationException(MigrationErrorCode.UnknownTarget, $"The map says that '{name}' is '{target}', which is not a migration of the plugin. Nothing was recorded. Name it as TREE@ID; 'migrations history' lists them."),
            _ => throw new MigrationException(MigrationErrorCode.AmbiguousTarget, $"The map says that '{name}' is '{target}', which is in several trees: {string.Join(", ", found.Select(m => m.Identity))}. Nothing was recorded. Name it as TREE@ID."),
        };
    }

    private void ThrowIfUnmatched(string log)
    {
        if (_unmatched.Count > 0)
        {
            throw new MigrationException(MigrationErrorCode.ImportUnmatched, $"{_unmatched.Count} name(s) in the log '{log}' are not surely one migration of the plugin. Nothing was recorded. Write what they are into a file, one on each line, and name it with '--map FILE'; several names may be one migration, for example a barrier that stands for all of them. Leave names out with '--ignore NAME'.{string.Concat(_unmatched.Select(line => $"\n    {line}"))}");
        }
    }

    // A migration that stands for several old ones is applied when all of them are.
    private void ThrowIfPartial(ImportRequest request, string log)
    {
        var partial = _map.Where(m => !request.Ignored.Contains(m.Key)).GroupBy(m => m.Value, m => m.Key)
            .Select(g => (Migration: g.Key, Missing: g.Except(_found.GetValueOrDefault(g.Key, []).Select(f => f.Name), StringComparer.Ordinal).ToList()))
            .Where(g => g.Missing.Count > 0 && _found.ContainsKey(g.Migration))
            .Select(g => $"\n    {g.Migration.Identity} '{g.Migration.Identity.Title}': {string.Join(", ", g.Missing.Select(n => $"'{n}'"))}")
            .ToList();
        if (partial.Count > 0)
        {
            throw new MigrationException(MigrationErrorCode.ImportIncomplete, $"The map says of several names that they are one migration, but the log '{log}' has only some of them, so the migration is half applied. Nothing was recorded. These are not in the log:{string.Concat(partial)}\n    Let the old tool apply them first; or correct the map.");
        }
    }
}
