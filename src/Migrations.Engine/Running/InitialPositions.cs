using Migrations.Engine.Graph;
using Migrations.Engine.Planning;
using Migrations.Engine.State;

namespace Migrations.Engine.Running;

// Where init puts each tree. A target of one tree leaves the others at base, or where they are when they were initialised before.
internal static class InitialPositions
{
    public static IReadOnlyDictionary<string, int> Resolve(RevisionGraph graph, DatabaseState state, string at)
    {
        var positions = new SortedDictionary<string, int>(StringComparer.Ordinal);
        if (at is "base" or "head")
        {
            foreach (var tree in graph.Trees)
            {
                positions[tree.Name] = at == "base" ? -1 : tree.Migrations.Count - 1;
            }

            if (positions.Count == 0)
            {
                positions["main"] = -1;
            }

            return positions;
        }

        var (name, position) = Target.ResolveOne(graph, at);
        foreach (var tree in graph.Trees.Where(t => state.Head(t.Name) is null))
        {
            positions[tree.Name] = -1;
        }

        positions[name] = position;
        return positions;
    }
}
