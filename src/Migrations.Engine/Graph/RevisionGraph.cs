using Migrations.Engine.Discovery;

namespace Migrations.Engine.Graph;

/// <summary>The trees of a plugin: independent histories side by side.</summary>
public sealed class RevisionGraph
{
    private readonly SortedDictionary<string, RevisionTree> _trees = new(StringComparer.Ordinal);

    private RevisionGraph(IEnumerable<RevisionTree> trees)
    {
        foreach (var tree in trees)
        {
            _trees.Add(tree.Name, tree);
        }
    }

    /// <summary>The trees, by name.</summary>
    public IReadOnlyCollection<RevisionTree> Trees => _trees.Values;

    /// <summary>Orders the migrations of a catalogue into trees.</summary>
    public static RevisionGraph Create(MigrationCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        return new RevisionGraph(catalogue.Migrations.GroupBy(m => m.Tree, StringComparer.Ordinal).Select(tree => new RevisionTree(tree.Key, tree)));
    }

    /// <summary>The tree of that name; empty if the plugin has none.</summary>
    public RevisionTree Tree(string name) => _trees.TryGetValue(name, out var tree) ? tree : new RevisionTree(name, []);

    /// <summary>Whether the plugin has a tree of that name.</summary>
    public bool Contains(string tree) => _trees.ContainsKey(tree);
}
