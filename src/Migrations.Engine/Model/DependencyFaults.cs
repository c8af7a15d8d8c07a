namespace Migrations.Engine.Model;

// Whether the dependencies of migrations exist, and whether the trees can be ordered.
internal static class DependencyFaults
{
    public static IEnumerable<CatalogueFault> Find(RevisionGraph graph) => Unknown(graph).Concat(Cycles(graph));

    private static IEnumerable<CatalogueFault> Unknown(RevisionGraph graph) =>
        from tree in graph.Trees
        from migration in tree.Migrations
        from need in Dependency.Of(migration)
        where !graph.Contains(need.Tree) || (need.Revision is not null && need.Find(graph) is null)
        select new CatalogueFault($"{migration.Place}: {migration.Type.FullName} depends on '{need}', which is not in the plugin. Name a tree of the plugin, or a revision of one.", migration);

    // Whole trees that wait for each other can never be ordered; what waits for a single revision is ordered by the plan.
    private static IEnumerable<CatalogueFault> Cycles(RevisionGraph graph)
    {
        var needs = graph.Trees.ToDictionary(t => t.Name, t => t.Migrations.SelectMany(Dependency.Of).Where(d => d.Revision is null).Select(d => d.Tree).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var left = needs.Keys.Order(StringComparer.Ordinal).ToList();
        while (left.RemoveAll(tree => !needs[tree].Overlaps(left)) > 0)
        {
            // Each round removes the trees that do not wait for any of the others.
        }

        if (left.Count > 0)
        {
            yield return new CatalogueFault($"The trees {string.Join(", ", left.Select(t => $"'{t}'"))} depend on each other: {string.Join("; ", left.Select(t => $"'{t}' depends on {string.Join(", ", needs[t].Intersect(left).Order(StringComparer.Ordinal))}"))}. Let one of them depend on a revision (tree@revision) instead of the whole tree.");
        }
    }
}
