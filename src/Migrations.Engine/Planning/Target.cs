using Migrations.Engine.Model;
using Migrations.Engine.Storage;
using NuGet.Versioning;

namespace Migrations.Engine.Planning;

// A resolved request: which trees, and the target revision of one of them. Without a target, each goes to the end of its line.
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
        return target with { Via = FindOneShot(graph, target.Trees, request) };
    }

    // One definite place in one tree.
    public static (string Tree, Revision? Revision) ResolveOne(RevisionGraph graph, DatabaseState state, string at)
    {
        var name = TargetName.Parse(graph, null, at);
        var target = ResolveRevision(graph, KnownTrees(graph, state, name.Tree), name, at);
        return (target.Trees[0], target.Revision);
    }

    public static string Listing(IReadOnlyCollection<string> names) => names.Count == 0 ? "none" : string.Join(", ", names.Select(n => $"'{n}'"));

    // Those of the plugin and of the database, or the one that is asked for.
    public static List<string> KnownTrees(RevisionGraph graph, DatabaseState state, string? tree)
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
                $"There is no tree '{tree}', neither in the plugin nor in the database. Nothing was done.{Shared.Spelling.Question(tree, known)} Known trees: {Listing(known)}.");
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
                $"No revision of the tree(s) {Listing(trees)} is named '{text}'. Nothing was done. 'migrations history' lists them; a target is an id, a version, 'head' or 'base', alone or as tree@target or tree/line@target."),
            _ => throw new MigrationException(
                MigrationErrorCode.AmbiguousTarget,
                $"The target '{text}' fits {found.Count} revisions: {string.Join(", ", found.Select(f => Describe(f.Tree, f.Revision)))}. Nothing was done. Name one as 'tree@id' or 'tree/line@version'."),
        };
    }

    private static OneShot? FindOneShot(RevisionGraph graph, IReadOnlyList<string> trees, PlanRequest request)
    {
        if (request.Via is not { } name)
        {
            return null;
        }

        if (request.Direction == MigrationDirection.Down)
        {
            throw new MigrationException(MigrationErrorCode.OneShotUnusable, $"The one-shot '{name}' was named for a rollback, which goes back the way it came. Nothing was done. Leave it out.");
        }

        var known = trees.SelectMany(t => graph.Tree(t).OneShots).ToList();
        return known.Where(o => o.Name == name || $"{o.To.Tree}/{o.Name}" == name).ToList() switch
        {
            [var found] => found,
            [] => throw new MigrationException(MigrationErrorCode.OneShotUnusable, $"There is no one-shot '{name}' in the tree(s) {Listing(trees)}. Nothing was done. Known: {Listing([.. known.Select(o => $"{o.To.Tree}/{o.Name}")])}."),
            var several => throw new MigrationException(MigrationErrorCode.OneShotUnusable, $"The one-shot '{name}' is in {several.Count} trees. Nothing was done. Name one of {Listing([.. several.Select(o => $"{o.To.Tree}/{o.Name}")])}."),
        };
    }

    private static string Describe(string tree, Revision? revision) => revision is null ? $"{tree}@base" : revision.ToString();
}

// A parsed target: [tree[/line]@]name, or line@name where the tree is given otherwise.
internal sealed record TargetName(string? Tree, string? Line, string? Name)
{
    public static TargetName Parse(RevisionGraph graph, string? tree, string? text)
    {
        var at = text?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        if (at < 0)
        {
            return new TargetName(tree, null, text);
        }

        var (place, name) = (text![..at], text[(at + 1)..]);
        var slash = place.IndexOf('/', StringComparison.Ordinal);
        var (placeTree, line) = slash >= 0 ? (place[..slash], place[(slash + 1)..]) : (place, null);
        if (tree is null || placeTree == tree)
        {
            return new TargetName(placeTree, line, name);
        }

        return line is null && graph.Tree(tree).Lines.Contains(place, StringComparer.Ordinal)
            ? new TargetName(tree, place, name)
            : throw new MigrationException(MigrationErrorCode.AmbiguousTarget, $"The target '{text}' names the tree '{placeTree}', but the tree '{tree}' was requested. Nothing was done. Name one tree.");
    }

    // Base is null.
    public IEnumerable<Revision?> Matches(RevisionTree tree)
    {
        if (Name == RevisionName.Base || (Name == RevisionName.Head && Line is null))
        {
            return [Name == RevisionName.Base ? null : DefaultTarget.Find(tree, null)];
        }

        var version = RevisionName.Version(Name);
        return Name == RevisionName.Head
            ? tree.Revisions.Where(r => r.Line == Line).TakeLast(1)
            : tree.Revisions.Where(r => (Line is null || r.Line == Line) && (r.Id == Name || RevisionName.IsSame(version, r.SemanticVersion)));
    }

    // A version that no revision has means the newest revision below it, for releases that changed nothing in the schema.
    public bool TryFloor(RevisionTree tree, out Revision? floor)
    {
        floor = null;
        var lines = tree.Lines.Where(l => Line is null || l == Line).ToList();
        if (lines.Count != 1 || !SemanticVersion.TryParse(Name!, out var version) || !tree.Revisions.Any(r => r.Version is not null))
        {
            return false;
        }

        floor = tree.Revisions.LastOrDefault(r => r.Line == lines[0] && r.SemanticVersion is { } own && VersionComparer.VersionRelease.Compare(own, version) <= 0);
        return true;
    }
}
