using Migrations.Engine.Model;

namespace Migrations.Engine.Storage;

// The recorded state of a database, read once and then only used for planning.
internal sealed class DatabaseState
{
    private readonly Dictionary<(string Tree, string Id), AppliedMigration> _records;
    private readonly Dictionary<string, HeadRecord> _heads;
    private readonly Dictionary<string, ComponentRecord> _components;
    private readonly Lazy<List<AppliedMigration>> _ordered;
    private readonly Lazy<ILookup<string, AppliedMigration>> _byTree;

    // Creates the state from its records.
    public DatabaseState(IEnumerable<HeadRecord> heads, IEnumerable<AppliedMigration> applied, IEnumerable<ComponentRecord>? components = null)
    {
        _heads = heads.ToDictionary(h => h.Tree, StringComparer.Ordinal);
        _records = applied.ToDictionary(a => (a.Tree, a.Id));
        _components = (components ?? []).ToDictionary(c => c.Tree, StringComparer.Ordinal);
        _ordered = new(() => [.. _records.Values.OrderBy(r => r.Id, RevisionId.Comparer).ThenBy(r => r.Tree, StringComparer.Ordinal)]);
        _byTree = new(() => _ordered.Value.ToLookup(r => r.Tree, StringComparer.Ordinal));
    }

    // Whether the schema version was initialised.
    public bool IsInitialised => _heads.Count > 0;

    // Whether the collection of the heads is there, with documents or without. Default: true.
    public bool HasHeadsCollection { get; init; } = true;

    // Whether the collection of the application's declarations is there, with documents or without. Default: true.
    public bool HasComponentsCollection { get; init; } = true;

    // Where each tree stands, by name.
    public IEnumerable<HeadRecord> Heads => _heads.Values.OrderBy(h => h.Tree, StringComparer.Ordinal);

    // What the application declares, by tree.
    public IEnumerable<ComponentRecord> Components => _components.Values.OrderBy(c => c.Tree, StringComparer.Ordinal);

    // The records of all migrations, in the order of ids.
    public IEnumerable<AppliedMigration> Records => _ordered.Value;

    // The records of one tree's migrations, in the order of ids.
    public IEnumerable<AppliedMigration> RecordsOf(string tree) => _byTree.Value[tree];

    // Documents that cannot be read, and are not included elsewhere.
    public IReadOnlyList<StateFault> Faults { get; init; } = [];

    public DatabaseState With(IEnumerable<AppliedMigration> records, IReadOnlyList<StateFault> faults) => new(_heads.Values, records, _components.Values)
    {
        HasHeadsCollection = HasHeadsCollection,
        HasComponentsCollection = HasComponentsCollection,
        Faults = faults,
    };

    // Whether nothing was ever recorded.
    public bool IsBlank => !IsInitialised && Faults.Count == 0;

    // Whether all records of a tree could be read.
    public bool IsReadable(string tree) => !Faults.Any(f => f.Tree == tree);

    public DatabaseState RequireReadable() => Faults.All(f => f.IsOfAnotherPlugin) ? this : throw StateFault.Of(Faults);

    // Requires that the plugin owns these trees; other trees may belong to another plugin.
    public void RequireOwn(IEnumerable<string> trees)
    {
        if (Faults.Where(f => f.IsOfAnotherPlugin).IntersectBy(trees, f => f.Tree!).ToList() is { Count: > 0 } foreign)
        {
            throw StateFault.Of(foreign);
        }
    }

    // Trees of the plugin whose position is unknown, which is not recorded yet.
    public IEnumerable<HeadRecord> UnknownHeads => Heads.Where(h => h is { IsUnknown: true, Plugin: null });

    // The record of a migration, or null.
    public AppliedMigration? Find(string tree, string id) => _records.GetValueOrDefault((tree, id));

    // The head of a tree, or null if it was never recorded.
    public HeadRecord? Head(string tree) => _heads.GetValueOrDefault(tree);

    // What the application declares of a tree, or null.
    public ComponentRecord? Component(string tree) => _components.GetValueOrDefault(tree);

    // Whether a migration counts as applied.
    public bool IsApplied(string tree, string id) => Find(tree, id)?.IsApplied == true;
}

// A document of the state that cannot be read, or a head that belongs to another plugin. Nothing is claimed about its tree, if it says which that is.
internal sealed record StateFault(string? Tree, MigrationException Error)
{
    // The rest of the database is not affected.
    public bool IsOfAnotherPlugin => Tree is not null && Error.Code == MigrationErrorCode.TreeOfAnotherPlugin;

    public Finding ToFinding() => new(Error.Code, null, Error.Message);

    public static MigrationException Of(IReadOnlyList<StateFault> faults) => faults is [var only]
        ? only.Error
        : new MigrationException(
            faults.All(f => f.Error.Code == faults[0].Error.Code) ? faults[0].Error.Code : MigrationErrorCode.StateUnreadable,
            $"{faults.Count} documents of the state cannot be used:{string.Concat(faults.Select((f, i) => $"\n  {i + 1}. {f.Error.Message}"))}");
}
