using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// What leads out of a migration that did not come to its end and knows where to go on.
internal static class Unfinished
{
    // Null for one that the plugin does not have: no run can end it.
    public static string WaysOut(Trail trail, MigrationDescriptor? migration, AppliedMigration record) => string.Join(" ", Ways(trail, migration, record));

    private static IEnumerable<string> Ways(Trail trail, MigrationDescriptor? migration, AppliedMigration record)
    {
        var name = $"{record.Tree}@{record.Id}";
        if (migration is null)
        {
            yield return $"The plugin does not have it, so no run can bring it to its end. Restore the file; or, where you have put its data right by hand, as before it: 'migrations accept {name} --as notApplied'.";
        }
        else if (record.Direction == MigrationDirection.Up)
        {
            if (RunCommands.IsAhead(trail, migration))
            {
                yield return $"Run '{RunCommands.Upward(trail, migration)}' to bring it to its end.";
            }
            else if (record.HasChangedData)
            {
                yield return $"No way leads to it any more from where the tree stands. {RunCommands.Settle(trail, migration)}";
            }

            if (record.IsHalfDone && (Reversibility.IsFromImages(migration, record) || (migration.IsReversible && record.Checkpoint is not null)))
            {
                yield return $"Or take back what is done: '{RunCommands.Downward(trail, migration)}'.";
            }
        }
        else
        {
            yield return migration.IsReversible || Reversibility.IsFromImages(migration, record)
                ? $"Run '{RunCommands.Downward(trail, migration)}' to bring it to its end."
                : "It has no way back any more. Restore its Down and roll it back.";
            yield return record.HasChangedData
                ? RunCommands.Settle(trail, migration)
                : $"Or leave it applied, for nothing of it was taken back: 'migrations accept {name} --as applied'.";
        }
    }
}
