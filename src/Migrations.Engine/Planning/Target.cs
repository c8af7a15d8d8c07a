using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// A request made definite: which trees, and where one of them shall stand. Without a named revision each goes to the end of its way.
internal sealed record Target(IReadOnlyList<string> Trees)
{
    // Whether a revision was named; it is then in the one tree of the target.
    public bool IsNamed { get; init; }

    // The named revision; null for base.
    public Revision? Revision { get; init; }

    public OneShot? Via { get; init; }

    public static Target Resolve(RevisionGraph graph, DatabaseState state, PlanRequest request)
    {
        var name = TargetName.Parse(graph, request.Tree, request.To);
        var trees = KnownTrees(graph, state, name.Tree);
        var target = name.Name switch
        {
            null => new Target(trees),
            "head" when name.Line is null && request.Direction == MigrationDirection.Up => new Target(trees),
            "base" when request.Direction == MigrationDirection.Down => new Target(trees),
            _ => ResolveRevision(graph, trees, name, request.To!),
        };
        return target with { Via = OneShotChoice.Find(graph, target.Trees, request) };
    }

    // One definite place in one tree.
    public static (string Tree, Revision? Revision) ResolveOne(RevisionGraph graph, DatabaseState state, string at)
    {
        var name = TargetName.Parse(graph, null, at);
        var target = ResolveRevision(graph, KnownTrees(graph, state, name.Tree), name, at);
        return (target.Trees[0], target.Revision);
    }

    public static string Listing(IReadOnlyCollection<string> names) => names.Count == 0 ? "none" : string.Join(", ", names.Select(n => $"'{n}'"));

    private static List<string> KnownTrees(RevisionGraph graph, DatabaseState state, string? tree)
    {
        var known = graph.Trees.Select(t => t.Name).Union(state.Heads.Select(h => h.Tree), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (tree is null)
        {
            return known;
        }

        return known.Contains(tree, StringComparer.Ordinal)
            ? [tree]
            : throw new MigrationException(
                MigrationErrorCode.UnknownTree,
                $"There is no tree '{tree}', neither in the plugin nor in the database. Nothing was done. Known trees: {Listing(known)}.");
    }

    private static Target ResolveRevision(RevisionGraph graph, List<string> trees, TargetName name, string text)
    {
        var found = trees.SelectMany(t => name.Matches(graph.Tree(t)).Select(revision => (Tree: t, Revision: revision))).ToList();
        if (found.Count == 0 && trees.Count == 1 && name.TryFloor(graph.Tree(trees[0]), out var floor))
        {
            found = [(trees[0], floor)];
        }

        return found.Count switch
        {
            1 => new Target([found[0].Tree]) { IsNamed = true, Revision = found[0].Revision },
            0 => throw new MigrationException(
                MigrationErrorCode.UnknownTarget,
                $"No revision of the tree(s) {Listing(trees)} is named '{text}'. Nothing was done. 'migrations history' lists them; a target is an id, a version, 'head' or 'base', also as tree@target or tree/line@target."),
            _ => throw new MigrationException(
                MigrationErrorCode.AmbiguousTarget,
                $"The target '{text}' fits {found.Count} revisions: {string.Join(", ", found.Select(f => Describe(f.Tree, f.Revision)))}. Nothing was done. Name one as 'tree@id' or 'tree/line@version'."),
        };
    }

    private static string Describe(string tree, Revision? revision) => revision is null ? $"{tree}@base" : revision.ToString();
}
