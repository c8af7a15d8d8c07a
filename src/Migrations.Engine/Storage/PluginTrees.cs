namespace Migrations.Engine.Storage;

// Which trees of a database belong to a plugin. Several plugins may share a database, each with its own trees.
internal sealed class PluginTrees(string plugin, IEnumerable<string> trees)
{
    private readonly HashSet<string> _trees = new(trees, StringComparer.Ordinal);

    // The state without the trees of other plugins. A tree of this plugin that belongs to another one is a fault: two plugins would move one head.
    public DatabaseState OwnPart(DatabaseState state)
    {
        var others = state.Heads.Where(h => h.Plugin is { } owner && owner != plugin).ToList();
        if (others.Count == 0)
        {
            return state;
        }

        var foreign = others.Select(h => h.Tree).Where(t => !_trees.Contains(t)).ToHashSet(StringComparer.Ordinal);
        var heads = state.Heads.Where(h => !foreign.Contains(h.Tree)).ToList();
        return new DatabaseState([.. heads, .. UnknownHeads(heads)], state.Records.Where(r => !foreign.Contains(r.Tree)), state.Components.Where(c => !foreign.Contains(c.Tree)))
        {
            HasHeadsCollection = state.HasHeadsCollection,
            HasComponentsCollection = state.HasComponentsCollection,
            Faults = [.. state.Faults.Where(f => f.Tree is null || !foreign.Contains(f.Tree)), .. others.Where(h => _trees.Contains(h.Tree)).Select(FaultOf)],
        };
    }

    // If all heads belong to another plugin, the positions of this one's other trees are unknown; they are not new trees at base.
    private IEnumerable<HeadRecord> UnknownHeads(List<HeadRecord> heads) => heads.Count > 0 && heads.TrueForAll(h => h.Plugin is { } owner && owner != plugin)
        ? _trees.Except(heads.Select(h => h.Tree), StringComparer.Ordinal).Select(t => new HeadRecord { Tree = t, IsUnknown = true })
        : [];

    private StateFault FaultOf(HeadRecord head) => new(head.Tree, new MigrationException(
        MigrationErrorCode.TreeOfAnotherPlugin,
        $"The tree '{head.Tree}' of this database belongs to the plugin '{head.Plugin}', and this one, '{plugin}', has a tree of that name too. Nothing was done with it. If there are two plugins, rename the tree of one of them. If the plugin was renamed, take its tree over: 'migrations accept {head.Tree}'."));
}
