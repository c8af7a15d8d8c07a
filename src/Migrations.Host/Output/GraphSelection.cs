using Migrations.Engine.Model;
using Migrations.Shared;

namespace Migrations.Host.Output;

internal static class GraphSelection
{
    // All trees, or the requested one.
    public static IEnumerable<RevisionTree> Trees(RevisionGraph graph, string? tree)
    {
        if (tree is null)
        {
            return graph.Trees;
        }

        var names = graph.Trees.Select(t => t.Name).ToList();
        var known = string.Join(", ", names);
        return graph.Contains(tree)
            ? [graph.Tree(tree)]
            : throw new MigrationException(MigrationErrorCode.UnknownTree, $"The plugin has no tree '{tree}'. Nothing is shown.{Spelling.Question(tree, names)} Known trees: {(known.Length == 0 ? "none" : known)}.");
    }
}
