using Migrations.Engine.Model;
using NuGet.Versioning;

namespace Migrations.Engine.Planning;

// What a target says, taken apart: [tree[/line]@]name, or line@name where the tree is given otherwise.
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
            : throw new MigrationException(MigrationErrorCode.AmbiguousTarget, $"The target '{text}' names the tree '{placeTree}', but the tree '{tree}' was asked for. Nothing was done. Name one tree only.");
    }

    // Base is null.
    public IEnumerable<Revision?> Matches(RevisionTree tree)
    {
        if (Name == RevisionName.Base || (Name == RevisionName.Head && Line is null))
        {
            return [Name == RevisionName.Base ? null : LineEnd.Find(tree, null)];
        }

        var version = RevisionName.Version(Name);
        return Name == RevisionName.Head
            ? tree.Revisions.Where(r => r.Line == Line).TakeLast(1)
            : tree.Revisions.Where(r => (Line is null || r.Line == Line) && (r.Id == Name || RevisionName.IsSame(version, r.SemanticVersion)));
    }

    // A version that no revision has stands for the newest revision below it, as an application's version does that changed nothing in the schema.
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
