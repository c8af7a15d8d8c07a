using Migrations.Engine.Model;

namespace Migrations.Host.Output;

internal static class GraphSelection
{
    // All trees, or the one that was asked for.
    public static IEnumerable<RevisionTree> Trees(RevisionGraph graph, string? tree)
    {
        if (tree is null)
        {
            return graph.Trees;
        }

        var known = string.Join(", ", graph.Trees.Select(t => t.Name));
        return graph.Contains(tree)
            ? [graph.Tree(tree)]
            : throw new MigrationException(MigrationErrorCode.UnknownTree, $"The plugin has no tree '{tree}'. Nothing is shown. Known trees: {(known.Length == 0 ? "none" : known)}.");
    }
}
