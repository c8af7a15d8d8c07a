using Migrations.Engine.Model;

namespace Migrations.Engine.Planning;

// Where a tree goes when no target is named: to the newest revision of the line it is on, and from base of its default line.
internal static class LineEnd
{
    // Null when the tree has no revisions. False when lines begin at base and none is the default.
    public static bool TryFind(RevisionTree tree, Revision? position, out Revision? end)
    {
        var lines = position is null ? LinesFromBase(tree) : [position.Line];
        end = lines.Count == 0 ? null : lines.Count == 1 ? tree.Head(lines[0]) : tree.Declaration?.DefaultLine is { } line ? tree.Head(line) : null;
        return lines.Count == 0 || end is not null;
    }

    public static Revision? Find(RevisionTree tree, Revision? position) => TryFind(tree, position, out var end)
        ? end
        : throw new MigrationException(
            MigrationErrorCode.LineNeeded,
            $"The tree '{tree.Name}' stands at base, where the lines {string.Join(", ", LinesFromBase(tree).Select(l => $"'{l ?? "(without a name)"}'"))} begin, and none is its default. Nothing was done. Name one: '--to {tree.Name}/LINE@head', or declare [assembly: MigrationTree(\"{tree.Name}\", DefaultLine = \"...\")].");

    // What is still to be applied on the line; empty where the line is open.
    public static IEnumerable<MigrationDescriptor> PendingAfter(Trail trail) =>
        TryFind(trail.Tree, trail.Position, out var end) && end is not null ? Between(trail.Position, end) : [];

    public static IEnumerable<MigrationDescriptor> Between(Revision? from, Revision to) => to.PathFromBase().Skip(from?.Depth ?? 0).Select(r => r.Migration);

    // The commands that go along each, for texts.
    public static string Ways(RevisionTree tree) => string.Join(" or ", LinesFromBase(tree).Select(l => $"'migrations migrate --to {(l is null ? $"{tree.Name}@{tree.Head(l)!.Id}" : $"{tree.Name}/{l}@head")}'"));

    private static List<string?> LinesFromBase(RevisionTree tree) => [.. tree.Revisions.Where(r => r.Parent is null).Select(r => r.Line).Distinct(StringComparer.Ordinal)];
}
