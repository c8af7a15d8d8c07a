using NuGet.Versioning;

namespace Migrations.Engine.Model;

// Faults of a tree, other than unknown names.
internal static class TreeFaults
{
    public static IEnumerable<CatalogueFault> Find(RevisionTree tree) => TwoHeads(tree).Concat(SameVersion(tree)).Concat(OneShots(tree)).Concat(DefaultLine(tree));

    // A line is a chain: two revisions after the same one, or a second start, leave two heads.
    private static IEnumerable<CatalogueFault> TwoHeads(RevisionTree tree) =>
        from line in tree.Lines
        let heads = tree.Revisions.Where(r => r.Line == line && !r.Children.Any(c => c.Line == line)).ToList()
        where heads.Count > 1
        select new CatalogueFault($"The {LineText(line)} of the tree '{tree.Name}' has {heads.Count} heads: {string.Join(", ", heads.Select(h => $"{h.Id} after {h.Parent?.Id ?? RevisionName.Base} at {h.Migration.Place}"))}. Give the newer one the other as its parent, or a line of its own.");

    private static IEnumerable<CatalogueFault> SameVersion(RevisionTree tree) =>
        from revision in tree.Revisions
        where revision.SemanticVersion is not null
        group revision by (revision.Line, Version: new ComparableVersion(revision.SemanticVersion!)) into same
        where same.Count() > 1
        select new CatalogueFault($"The {LineText(same.Key.Line)} of the tree '{tree.Name}' has the version {same.First().Version} {same.Count()} times: {string.Join(", ", same.Select(r => $"{r.Id} at {r.Migration.Place}"))}. A version names one revision of a line.");

    private static IEnumerable<CatalogueFault> OneShots(RevisionTree tree)
    {
        foreach (var same in tree.OneShots.GroupBy(o => o.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            yield return new CatalogueFault($"The tree '{tree.Name}' has {same.Count()} one-shots '{same.Key}': {string.Join(", ", same.Select(o => o.Migration.Place))}. The name chooses one, so it is unique within its tree.");
        }

        foreach (var oneShot in tree.OneShots.Where(o => LeadsBack(tree, o)))
        {
            yield return new CatalogueFault($"{oneShot.Migration.Place}: the one-shot '{oneShot.Name}' closes a cycle: from {oneShot.To.Id} the tree '{tree.Name}' leads back to {oneShot.From!.Id}. To go back, make the other one-shot reversible.", oneShot.Migration);
        }
    }

    // Whether the one-shot's origin can be reached from its target, along parents and other one-shots.
    private static bool LeadsBack(RevisionTree tree, OneShot oneShot)
    {
        if (oneShot.From is not { } goal)
        {
            return false;
        }

        var (seen, open) = (new HashSet<Revision>(), new Stack<Revision>([oneShot.To]));
        while (open.TryPop(out var revision))
        {
            if (revision == goal)
            {
                return true;
            }

            if (seen.Add(revision))
            {
                foreach (var next in revision.Children.Concat(tree.OneShots.Where(o => o.From == revision).Select(o => o.To)))
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }

    private static IEnumerable<CatalogueFault> DefaultLine(RevisionTree tree)
    {
        if (tree.Declaration?.DefaultLine is { } line && tree.Lines.Count > 0 && tree.Head(line) is null)
        {
            yield return new CatalogueFault($"The tree '{tree.Name}' has the default line '{line}', but no migration is on it. Its lines: {string.Join(", ", tree.Lines.Select(l => l ?? "(without a name)"))}.");
        }
    }

    private static string LineText(string? line) => line is null ? "unnamed line" : $"line '{line}'";

    private readonly record struct ComparableVersion(SemanticVersion Version)
    {
        public bool Equals(ComparableVersion other) => Version.Equals(other.Version, VersionComparison.VersionRelease);

        public override int GetHashCode() => VersionComparer.VersionRelease.GetHashCode(Version);
    }
}

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
