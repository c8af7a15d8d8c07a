namespace Migrations.Engine.Model;

/// <summary>The trees of a plugin: independent histories, some of which depend on others.</summary>
internal sealed class RevisionGraph
{
    private readonly SortedDictionary<string, RevisionTree> _trees = new(StringComparer.Ordinal);

    private RevisionGraph(string name, string? version, IEnumerable<RevisionTree> trees)
    {
        Name = name;
        Version = version;
        foreach (var tree in trees)
        {
            _trees.Add(tree.Name, tree);
        }
    }

    /// <summary>The plugin's name.</summary>
    public string Name { get; }

    /// <summary>The plugin's version, or null.</summary>
    public string? Version { get; }

    /// <summary>The trees, by name.</summary>
    public IReadOnlyCollection<RevisionTree> Trees => _trees.Values;

    // Puts the migrations of a catalogue into their trees.
    internal static RevisionGraph Create(MigrationCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var faults = new List<CatalogueFault>();
        var declarations = Declarations(catalogue, faults);
        var names = catalogue.Migrations.Select(m => m.Tree).Union(declarations.Keys, StringComparer.Ordinal);
        var migrations = catalogue.Migrations.ToLookup(m => m.Tree, StringComparer.Ordinal);
        var graph = new RevisionGraph(catalogue.Name, catalogue.Version, names.Select(n => new TreeBuilder(n, declarations.GetValueOrDefault(n), migrations[n], faults).Build()));
        faults.AddRange(DependencyFaults.Find(graph));
        CatalogueFault.ThrowIfAny(faults, catalogue.Source);
        return graph;
    }

    /// <summary>The tree of that name; empty if the plugin has none.</summary>
    public RevisionTree Tree(string name) => _trees.TryGetValue(name, out var tree) ? tree : new RevisionTree(name, [], [], null);

    // Whether nobody has created a migration yet.
    internal bool IsEmpty => Trees.All(t => !t.Migrations.Any());

    /// <summary>Whether the plugin has a tree of that name.</summary>
    public bool Contains(string tree) => _trees.ContainsKey(tree);

    private static Dictionary<string, MigrationTreeAttribute> Declarations(MigrationCatalogue catalogue, List<CatalogueFault> faults)
    {
        var declarations = new Dictionary<string, MigrationTreeAttribute>(StringComparer.Ordinal);
        foreach (var declaration in catalogue.Trees.Where(d => !declarations.TryAdd(d.Name, d)))
        {
            faults.Add(new CatalogueFault($"The tree '{declaration.Name}' is declared twice by [assembly: MigrationTree]. Keep one declaration."));
        }

        return declarations;
    }
}
