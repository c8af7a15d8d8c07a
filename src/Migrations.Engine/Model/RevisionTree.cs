using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Migrations.Engine.Model;

/// <summary>One history: revisions from <c>base</c> on, in one line or several, and the one-shots between these.</summary>
internal sealed class RevisionTree
{
    private readonly Dictionary<string, Revision> _revisions;
    private readonly Dictionary<string, OneShot> _oneShots;
    private readonly Dictionary<(string?, bool), Revision> _heads = [];
    private readonly ConcurrentDictionary<string, IReadOnlyList<Revision>> _named = new(StringComparer.Ordinal);

    internal RevisionTree(string name, IEnumerable<Revision> revisions, IEnumerable<OneShot> oneShots, MigrationTreeAttribute? declaration)
    {
        Name = name;
        Declaration = declaration;
        Revisions = [.. revisions];
        OneShots = [.. oneShots.OrderBy(o => o.Name, StringComparer.Ordinal)];
        _revisions = Revisions.ToDictionary(r => r.Id, StringComparer.Ordinal);
        _oneShots = OneShots.ToDictionary(o => o.Migration.Id, StringComparer.Ordinal);
        Lines = [.. Revisions.Select(r => r.Line).Distinct(StringComparer.Ordinal)];
        foreach (var revision in Revisions)
        {
            _heads[HeadKey(revision.Line)] = revision;
        }
    }

    /// <summary>The tree's name.</summary>
    public string Name { get; }

    /// <summary>What the plugin says of the tree, or null.</summary>
    public MigrationTreeAttribute? Declaration { get; }

    /// <summary>Its revisions, each after its parent, older ids first.</summary>
    public IReadOnlyList<Revision> Revisions { get; }

    /// <summary>The ways between its lines, by name.</summary>
    public IReadOnlyList<OneShot> OneShots { get; }

    /// <summary>Its lines in the order they begin; null stands for the one without a name.</summary>
    public IReadOnlyList<string?> Lines { get; }

    /// <summary>All its migrations: those of its revisions, then the one-shots.</summary>
    public IEnumerable<MigrationDescriptor> Migrations => Revisions.Select(r => r.Migration).Concat(OneShots.Select(o => o.Migration));

    /// <summary>The newest revisions of its lines.</summary>
    public IEnumerable<Revision> Heads => Lines.Select(l => Head(l)!);

    /// <summary>The newest revision of a line, or null if there is no such line.</summary>
    public Revision? Head(string? line) => _heads.GetValueOrDefault(HeadKey(line));

    /// <summary>Whether a revision is the newest of its line.</summary>
    public bool IsHead(Revision revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return Head(revision.Line) == revision;
    }

    /// <summary>The revision of that id, or null.</summary>
    public Revision? Find(string? id) => id is not null && _revisions.TryGetValue(id, out var revision) ? revision : null;

    /// <summary>The migration of that id, a one-shot included, or null.</summary>
    public MigrationDescriptor? FindMigration(string id) => Find(id)?.Migration ?? (_oneShots.TryGetValue(id, out var oneShot) ? oneShot.Migration : null);

    // The revisions that a name matches: an id, a version, or one of them after line@.
    internal IReadOnlyList<Revision> Named(string name) => _named.GetOrAdd(name, text =>
    {
        var parsed = RevisionName.Parse(text);
        return Find(text) is { } one ? [one] : [.. Revisions.Where(r => parsed.Fits(r.Id, r.Line, r.SemanticVersion))];
    });

    /// <summary>The revision that a migration leads to.</summary>
    public Revision TargetOf(MigrationDescriptor migration)
    {
        ArgumentNullException.ThrowIfNull(migration);
        return migration.OneShot is null ? _revisions[migration.Id] : _oneShots[migration.Id].To;
    }

    /// <summary>The revision that a migration starts from; null for base.</summary>
    public Revision? OriginOf(MigrationDescriptor migration)
    {
        ArgumentNullException.ThrowIfNull(migration);
        return migration.OneShot is null ? _revisions[migration.Id].Parent : _oneShots[migration.Id].From;
    }

    private static (string?, bool) HeadKey(string? line) => (line, line is null);
}

/// <summary>A way between two lines, taken only when asked for by its name.</summary>
/// <param name="Migration">The migration that takes it.</param>
/// <param name="From">The revision it starts from; null for base.</param>
/// <param name="To">The revision it leads to.</param>
internal sealed record OneShot(MigrationDescriptor Migration, Revision? From, Revision To)
{
    /// <summary>Its name.</summary>
    public string Name => Migration.OneShot!;
}

// The name of a tree, or of a line of one.
internal static partial class TreeName
{
    // The rule, as text.
    public const string Rule = "only letters, digits, '-' and '_', starting with a letter, at most 64, and is not a name that Windows reserves for devices (con, nul, com1)";

    // A tree is a folder, which must be possible wherever the project is cloned.
    private static readonly HashSet<string> Devices = new(["con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(i => (string[])[$"com{i}", $"lpt{i}"])], StringComparer.OrdinalIgnoreCase);

    public static bool IsValid(string name) => Form().IsMatch(name) && !Devices.Contains(name);

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
