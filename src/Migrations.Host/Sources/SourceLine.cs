using Migrations.Engine.Model;

namespace Migrations.Host.Sources;

// The revisions of one line of a tree, as their files tell it.
internal static class SourceLine
{
    public const string Base = "base";

    // The revision that no other of the line comes after; of several the one of the newest id.
    public static MigrationSource? HeadOf(IReadOnlyCollection<MigrationSource> line) => line
        .Where(m => !line.Any(other => other != m && IsParent(m, other, line)))
        .OrderBy(m => m.Id!.Text, RevisionId.Comparer)
        .LastOrDefault();

    // An id, a version, or one of these behind 'line@'.
    public static bool Names(string name, MigrationSource migration)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        return (at < 0 || name[..at] == migration.Line) && (name[(at + 1)..] == migration.Id?.Text || IsVersion(name[(at + 1)..], migration.Version));
    }

    // Build metadata say nothing.
    public static bool IsVersion(string name, string? version) => version is not null && name.Split('+')[0] == version.Split('+')[0];

    private static bool IsParent(MigrationSource parent, MigrationSource child, IEnumerable<MigrationSource> line) => child.Parent is { } name
        ? name.Text != Base && Names(name.Text, parent)
        : !RevisionId.IsName(parent.Id!.Text) && line.Where(m => !RevisionId.IsName(m.Id!.Text) && RevisionId.Comparer.Compare(m.Id.Text, child.Id!.Text) < 0).MaxBy(m => m.Id!.Text, RevisionId.Comparer) == parent;
}
