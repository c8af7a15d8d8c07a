using Migrations.Engine.Discovery;

namespace Migrations.Engine.Graph;

/// <summary>One history: a chain of migrations ordered by id, from <c>base</c> to <c>head</c>.</summary>
public sealed class RevisionTree
{
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    internal RevisionTree(string name, IEnumerable<MigrationDescriptor> migrations)
    {
        Name = name;
        Migrations = [.. migrations.OrderBy(m => m.Id, StringComparer.Ordinal)];
        for (var i = 0; i < Migrations.Count; i++)
        {
            _positions[Migrations[i].Id] = i;
        }
    }

    /// <summary>The tree's name.</summary>
    public string Name { get; }

    /// <summary>Its migrations, oldest first.</summary>
    public IReadOnlyList<MigrationDescriptor> Migrations { get; }

    /// <summary>The newest migration, or null.</summary>
    public MigrationDescriptor? Head => Migrations.Count == 0 ? null : Migrations[^1];

    /// <summary>The migration of that id, or null.</summary>
    public MigrationDescriptor? Find(string id) => _positions.TryGetValue(id, out var position) ? Migrations[position] : null;

    /// <summary>The place of a migration in the chain; -1 for base or an unknown id.</summary>
    public int PositionOf(string? id) => id is not null && _positions.TryGetValue(id, out var position) ? position : -1;

    /// <summary>The migration before another one, or null if that is the first.</summary>
    public MigrationDescriptor? Before(MigrationDescriptor migration) => PositionOf(migration.Id) is > 0 and var position ? Migrations[position - 1] : null;
}
