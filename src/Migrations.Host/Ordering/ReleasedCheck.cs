using Migrations.Engine.Model;
using Migrations.Host.Sources;

namespace Migrations.Host.Ordering;

// Whether the migrations can be read from the files, and whether everything that was released is still there. Pure.
internal static class ReleasedCheck
{
    // 'common' is what the reference and the current work both started from: what only the reference has is not missing, but not merged yet.
    public static void Require(string reference, IReadOnlyCollection<MigrationSource> common, IReadOnlyCollection<MigrationSource> present)
    {
        RequireReadable(present);
        RequireOnce(present);
        var missing = common.Where(m => m.Id is not null && !present.Any(p => IsSame(p, m)) && !IsBehindBarrier(m, present)).ToList();
        if (missing.Count > 0)
        {
            throw new MigrationException(
                MigrationErrorCode.ReleasedMigrationGone,
                $"{missing.Count} migration(s) that '{reference}' has are missing here: {string.Join("; ", missing.Select(m => Describe(m, present)))}. Databases have them, so nothing was renumbered. Restore them: git checkout {reference} -- FILE. Only what is before a barrier may be deleted.")
            {
                File = missing[0].File,
            };
        }
    }

    private static void RequireReadable(IEnumerable<MigrationSource> present)
    {
        if (present.Where(m => m.Id is null || !RevisionId.IsValid(m.Id.Text)).ToList() is { Count: > 0 } unreadable)
        {
            throw new MigrationException(
                MigrationErrorCode.SourceUnreadable,
                $"{unreadable.Count} migration(s) have an id that is not written as a timestamp or 12 hexadecimal digits in quotes: {string.Join(", ", unreadable.Select(m => m.Place))}. Their order is not known, so nothing was renumbered. Write the id as a literal: [Migration(\"20260101120000\", ...)].")
            {
                File = unreadable[0].File,
                Line = unreadable[0].FileLine,
            };
        }
    }

    private static void RequireOnce(IEnumerable<MigrationSource> present)
    {
        if (present.GroupBy(m => (m.Tree, m.Id!.Text)).FirstOrDefault(g => g.Count() > 1) is { } same)
        {
            throw new MigrationException(MigrationErrorCode.DuplicateId, $"The tree '{same.Key.Tree}' has the id {same.Key.Text} {same.Count()} times: {string.Join(", ", same.Select(m => m.Place))}. It is not known which one is released, so nothing was renumbered. Give the newer one another id.")
            {
                File = same.Last().File,
                Line = same.Last().FileLine,
            };
        }
    }

    private static bool IsSame(MigrationSource one, MigrationSource other) => one.Tree == other.Tree && one.Id?.Text == other.Id?.Text;

    private static bool IsBehindBarrier(MigrationSource migration, IEnumerable<MigrationSource> present) =>
        present.Any(p => p.IsBarrier && p.Tree == migration.Tree && (migration.OneShot is not null || p.Line == migration.Line) && (RevisionId.IsName(migration.Id!.Text) || RevisionId.IsName(p.Id!.Text) || RevisionId.Comparer.Compare(migration.Id.Text, p.Id.Text) < 0));

    private static string Describe(MigrationSource migration, IEnumerable<MigrationSource> present)
    {
        var now = present.FirstOrDefault(p => p.File == migration.File);
        return $"{migration.Tree}@{migration.Id!.Text} of {migration.File} ({(now is null ? "the file is gone" : $"the file has {now.Tree}@{now.Id!.Text} now")})";
    }
}
