using Migrations.Engine.Model;

namespace Migrations.Host.Linting;

// What can be told of a plugin without a database: compared with what is released, and with its own lock file. Pure.
internal static class LintRules
{
    // What is released is null if it is not known; nothing is compared then.
    public static IEnumerable<Finding> Find(RevisionGraph graph, LockFile? released)
    {
        var present = LockFile.Of(graph);
        var migrations = graph.Trees.SelectMany(t => t.Migrations).ToDictionary(m => (m.Tree, m.Id));
        return
        [
            .. released is null ? [] : Gone(released, present, graph),
            .. released is null ? [] : Changed(released, present, migrations),
            .. released is null ? [] : Late(released, present, migrations),
            .. released is null ? [] : Irreversible(released, present, migrations),
            .. migrations.Values.Where(m => m is { Destroys: not null, DestructiveBecause: null } && !IsReleased(m, released)).Select(Destructive),
            .. migrations.Values.Where(m => !m.IsWritten).Select(NotWritten),
        ];
    }

    // Only what is before a barrier may be deleted.
    private static IEnumerable<Finding> Gone(LockFile released, LockFile present, RevisionGraph graph) =>
        from migration in released.Migrations
        where present.Find(migration) is null && !graph.Tree(migration.Tree).Migrations.Any(m => m.IsBarrier && m.Line == migration.Line && RevisionId.Comparer.Compare(migration.Id, m.Id) < 0)
        select new Finding(MigrationErrorCode.ReleasedMigrationGone, null, $"Migration {migration} is released, and the plugin does not have it any more. Databases that applied it are ahead of this plugin and will be refused. Restore its file; only what is before a barrier may be deleted.");

    private static IEnumerable<Finding> Changed(LockFile released, LockFile present, Dictionary<(string, string), MigrationDescriptor> migrations)
    {
        foreach (var now in present.Migrations)
        {
            if (released.Find(now) is { } then && then != now)
            {
                var what = then.Checksum != now.Checksum ? "its source" : then.Parent != now.Parent ? $"its parent ({then.Parent ?? "base"}, now {now.Parent ?? "base"})" : "its line or one-shot";
                yield return new Finding(MigrationErrorCode.ReleasedMigrationChanged, migrations[(now.Tree, now.Id)], $"Migration {now} is released, and {what} was changed since. Databases that applied it will differ from those that apply it from now on, and 'verify' fails on them. Restore the file, and write a new migration for the change.");
            }
        }
    }

    private static IEnumerable<Finding> Late(LockFile released, LockFile present, Dictionary<(string, string), MigrationDescriptor> migrations)
    {
        foreach (var migration in Unreleased(released, present).Where(m => m.OneShot is null && !RevisionId.IsName(m.Id)))
        {
            var newest = released.Migrations.Where(m => m.Tree == migration.Tree && m.Line == migration.Line && m.OneShot is null && !RevisionId.IsName(m.Id)).MaxBy(m => m.Id, RevisionId.Comparer);
            if (newest is not null && RevisionId.Comparer.Compare(migration.Id, newest.Id) < 0)
            {
                yield return new Finding(MigrationErrorCode.UnreleasedIsLate, migrations[(migration.Tree, migration.Id)], $"Migration {migration} is not released and is older than {newest}, which is. Databases that applied the newer one refuse it as late. Put it behind: 'migrations fix-order'.");
            }
        }
    }

    private static IEnumerable<Finding> Irreversible(LockFile released, LockFile present, Dictionary<(string, string), MigrationDescriptor> migrations) =>
        from locked in Unreleased(released, present)
        let migration = migrations[(locked.Tree, locked.Id)]
        where migration is { IsReversible: false, KeepsBeforeImages: false, IsBarrier: false, IsWritten: true, IrreversibleBecause: null }
        select new Finding(MigrationErrorCode.IrreversibleWithoutReason, migration, $"Migration {locked} '{migration.Identity.Title}' cannot be rolled back, and does not say why. A release that fails after it has no way back. Write a way back (IReversible or its variant, or [KeepBeforeImages]), or say why there is none: [Irreversible(\"...\")].") { IsWarning = true };

    private static bool IsReleased(MigrationDescriptor migration, LockFile? released) => released?.Migrations.Any(m => m.Tree == migration.Tree && m.Id == migration.Id) == true;

    private static Finding Destructive(MigrationDescriptor migration) =>
        new(MigrationErrorCode.DestroysWithoutReason, migration, $"Migration {migration.Identity} '{migration.Identity.Title}' {migration.Destroys}, and does not say why. Whoever reviews the plan does not see what is lost. Say why: [Destructive(\"...\")].") { IsWarning = true };

    private static IEnumerable<LockedMigration> Unreleased(LockFile released, LockFile present) => present.Migrations.Where(m => released.Find(m) is null);

    private static Finding NotWritten(MigrationDescriptor migration) =>
        new(MigrationErrorCode.MigrationNotWritten, migration, $"Migration {migration.Identity} '{migration.Identity.Title}' is not written yet: {migration.NotWritten ?? migration.DownNotWritten}. Its tree is not migrated. Write it.") { IsWarning = true };
}
