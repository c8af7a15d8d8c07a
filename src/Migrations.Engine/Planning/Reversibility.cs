using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// A migration goes back by its own body, or else by the documents that it kept.
internal static class Reversibility
{
    // What was begun in one way is finished in that way.
    public static bool IsFromImages(MigrationDescriptor migration, AppliedMigration? record)
    {
        var isChosen = !migration.IsReversible && migration.KeepsBeforeImages;
        return record switch
        {
            { IsUndoing: true, HasImages: true } => true,
            { IsHalfDone: true } => isChosen && record.IsHalfKept,
            { HasImages: true } => isChosen && record is not { Direction: MigrationDirection.Down, IsUnfinished: true, IsPartial: true },
            _ => false,
        };
    }

    public static void Require(IReadOnlyList<PlannedStep> steps)
    {
        var irreversible = steps.Where(s => s.Direction == MigrationDirection.Down && !s.Migration.IsReversible && !s.IsFromImages).Select(s => s.Migration).ToList();
        if (irreversible.Where(m => m.StoredBody is not null).ToList() is { Count: > 0 } unknown)
        {
            throw new MigrationException(
                MigrationErrorCode.MissingMigration,
                $"{unknown.Count} migration(s) on the way back are not in the plugin, and their way back is code, which is not stored: {string.Join(", ", unknown.Select(m => $"{m.Identity} '{m.Identity.Title}'"))}. Nothing was done. Roll back with the plugin that has them, or choose a target after them.");
        }

        if (irreversible.Count > 0)
        {
            throw new MigrationException(
                MigrationErrorCode.Irreversible,
                $"{irreversible.Count} migration(s) on the way back cannot be rolled back: {string.Join(", ", irreversible.Select(Describe))}. Nothing was done. Choose a target after them, or write their way back and release it first.").InOnly(irreversible);
        }
    }

    private static string Describe(MigrationDescriptor migration) => migration.IrreversibleSteps.Count > 0
        ? $"{migration.Identity} '{migration.Identity.Title}' ({migration.File}), of whose steps these have no way back: {string.Join("; ", migration.IrreversibleSteps)}"
        : $"{migration.Identity} '{migration.Identity.Title}' ({migration.File}){(migration.DownNotWritten is { } stubs ? $", whose way back is not written yet: {UnwrittenFindings.Stubs(stubs)}" : "")}{(migration.KeepsBeforeImages ? ", whose before images were pruned or never made: it was stamped, or migrated before it had [KeepBeforeImages]" : "")}";
}
