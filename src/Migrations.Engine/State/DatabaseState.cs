namespace Migrations.Engine.State;

/// <summary>What a database says of its schema: read once, then only thought about.</summary>
public sealed class DatabaseState
{
    private readonly Dictionary<(string Tree, string Id), AppliedMigration> _records;
    private readonly Dictionary<string, HeadRecord> _heads;

    /// <summary>Creates the state from its records.</summary>
    public DatabaseState(IEnumerable<HeadRecord> heads, IEnumerable<AppliedMigration> applied)
    {
        _heads = heads.ToDictionary(h => h.Tree, StringComparer.Ordinal);
        _records = applied.ToDictionary(a => (a.Tree, a.Id));
    }

    /// <summary>Whether the schema version was initialised.</summary>
    public bool IsInitialised => _heads.Count > 0;

    /// <summary>Where each tree stands, by name.</summary>
    public IEnumerable<HeadRecord> Heads => _heads.Values.OrderBy(h => h.Tree, StringComparer.Ordinal);

    /// <summary>All that is remembered of migrations, oldest id first.</summary>
    public IEnumerable<AppliedMigration> Records => _records.Values.OrderBy(r => r.Id, StringComparer.Ordinal).ThenBy(r => r.Tree, StringComparer.Ordinal);

    /// <summary>The record of a migration, or null.</summary>
    public AppliedMigration? Find(string tree, string id) => _records.GetValueOrDefault((tree, id));

    /// <summary>The head of a tree, or null if it was never recorded.</summary>
    public HeadRecord? Head(string tree) => _heads.GetValueOrDefault(tree);

    /// <summary>Whether a migration counts as applied.</summary>
    public bool IsApplied(string tree, string id) => Find(tree, id)?.IsApplied == true;

    /// <summary>The newest applied migration of a tree according to the records, or null at base.</summary>
    public AppliedMigration? NewestApplied(string tree) =>
        _records.Values.Where(r => r.Tree == tree && r.IsApplied).MaxBy(r => r.Id, StringComparer.Ordinal);
}
