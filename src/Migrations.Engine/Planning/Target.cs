using Migrations.Engine.Graph;
using Migrations.Engine.State;

namespace Migrations.Engine.Planning;

// A request made definite: which trees, and for a named revision its tree and place (-1 is base).
internal sealed record Target(IReadOnlyList<string> Trees, int? Position, int? Distance)
{
    public static Target Resolve(RevisionGraph graph, DatabaseState state, PlanRequest request)
    {
        var (tree, name) = Split(request);
        var known = graph.Trees.Select(t => t.Name).Union(state.Heads.Select(h => h.Tree), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (tree is not null && !known.Contains(tree, StringComparer.Ordinal))
        {
            throw new MigrationException(
                MigrationErrorCode.UnknownTree,
                $"There is no tree '{tree}', neither in the plugin nor in the database. Nothing was done. Known trees: {Listing(known)}.");
        }

        IReadOnlyList<string> trees = tree is null ? known : [tree];
        return name switch
        {
            null or "head" when request.Direction == MigrationDirection.Up => new Target(trees, null, request.Distance),
            "base" when request.Direction == MigrationDirection.Down => new Target(trees, null, request.Distance),
            null => new Target(trees, null, request.Distance),
            _ => ResolveRevision(graph, trees, name, request),
        };
    }

    // One definite place in one tree.
    public static (string Tree, int Position) ResolveOne(RevisionGraph graph, string at)
    {
        var (tree, name) = Split(new PlanRequest { To = at });
        var trees = tree is null ? graph.Trees.Select(t => t.Name).ToList() : [tree];
        var target = ResolveRevision(graph, trees, name!, new PlanRequest { To = at });
        return (target.Trees[0], target.Position!.Value);
    }

    public static string Listing(IReadOnlyCollection<string> names) => names.Count == 0 ? "none" : string.Join(", ", names.Select(n => $"'{n}'"));

    private static (string? Tree, string? Name) Split(PlanRequest request)
    {
        var at = request.To?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        if (at < 0)
        {
            return (request.Tree, request.To);
        }

        var tree = request.To![..at];
        return request.Tree is null || request.Tree == tree
            ? (tree, request.To[(at + 1)..])
            : throw new MigrationException(MigrationErrorCode.AmbiguousTarget, $"The target '{request.To}' names the tree '{tree}', but the tree '{request.Tree}' was asked for. Nothing was done. Name one tree only.");
    }

    private static Target ResolveRevision(RevisionGraph graph, IReadOnlyList<string> trees, string name, PlanRequest request)
    {
        var found = trees.SelectMany(t => Matches(graph.Tree(t), name)).ToList();
        if (name is "base" or "head")
        {
            found = [.. trees.Select(t => (Tree: t, Position: name == "base" ? -1 : graph.Tree(t).Migrations.Count - 1))];
        }

        return found.Count switch
        {
            1 => new Target([found[0].Tree], found[0].Position, request.Distance),
            0 => throw new MigrationException(
                MigrationErrorCode.UnknownTarget,
                $"No migration of the tree(s) {Listing(trees)} has the id or version '{name}'. Nothing was done. 'migrations status' lists them; a target is an id, a version, 'head' or 'base'."),
            _ => throw new MigrationException(
                MigrationErrorCode.AmbiguousTarget,
                $"The target '{name}' fits {found.Count} revisions: {string.Join(", ", found.Select(f => Describe(graph, f.Tree, f.Position)))}. Nothing was done. Name one as 'tree@id'."),
        };
    }

    private static IEnumerable<(string Tree, int Position)> Matches(RevisionTree tree, string name) =>
        from migration in tree.Migrations
        where migration.Id == name || (migration.Identity.Version is { } version && string.Equals(version, name, StringComparison.OrdinalIgnoreCase))
        select (tree.Name, tree.PositionOf(migration.Id));

    private static string Describe(RevisionGraph graph, string tree, int position) => position < 0 ? $"{tree}@base" : $"{tree}@{graph.Tree(tree).Migrations[position].Id}";
}
