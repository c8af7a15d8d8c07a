using Migrations.Engine.Graph;
using Migrations.Engine.State;

namespace Migrations.Engine.Planning;

// Whether plugin and database tell the same story. Verify reports all findings; a plan throws on any that concerns its trees.
internal static class Consistency
{
    public static void RequireInitialised(DatabaseState state)
    {
        if (!state.IsInitialised)
        {
            throw new MigrationException(
                MigrationErrorCode.NotInitialised,
                "The database is not initialised: nothing says which migrations its data have seen, and the schema version is never guessed. Initialise it once: 'migrations init' for an empty database, 'migrations init --at base' if no migration has been applied to its data, '--at head' or '--at ID' if they stand there already.");
        }
    }

    public static void Check(RevisionGraph graph, DatabaseState state, IReadOnlyList<string> trees, MigrationDirection direction)
    {
        var findings = Find(graph, state, trees).Where(f => direction == MigrationDirection.Up || f.Code != MigrationErrorCode.LateMigration).ToList();
        if (findings.Count == 0)
        {
            return;
        }

        var text = findings.Count == 1 ? findings[0].Text : $"{findings.Count} faults found, nothing was done:{string.Concat(findings.Select((f, i) => $"\n  {i + 1}. MIG{(int)f.Code}: {f.Text}"))}";
        throw new MigrationException(findings[0].Code, text);
    }

    public static IEnumerable<Finding> Find(RevisionGraph graph, DatabaseState state, IEnumerable<string> trees)
    {
        foreach (var tree in trees)
        {
            foreach (var finding in Missing(graph.Tree(tree), state).Concat(Changed(graph.Tree(tree), state)).Concat(Late(graph.Tree(tree), state)).Concat(Heads(tree, state)))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<Finding> Missing(RevisionTree tree, DatabaseState state) =>
        from record in state.Records
        where record.Tree == tree.Name && (record.IsApplied || record.IsPartial) && tree.Find(record.Id) is null
        select new Finding(
            MigrationErrorCode.MissingMigration,
            null,
            $"Migration {record.Tree}@{record.Id} '{record.Title}' was applied to the database on {record.Started:yyyy-MM-dd}, but the plugin does not have it. The database is ahead of this plugin, or the file was deleted. Use the plugin that has it, or restore the file.");

    private static IEnumerable<Finding> Changed(RevisionTree tree, DatabaseState state) =>
        from migration in tree.Migrations
        let record = state.Find(migration.Tree, migration.Id)
        where record is { IsApplied: true } && record.Checksum.Length > 0 && record.Checksum != migration.Checksum
        select new Finding(
            MigrationErrorCode.ChangedMigration,
            migration,
            $"Migration {migration.Identity} '{migration.Identity.Title}' was changed after it ran ({migration.File}). Its data were made by code that is no longer there. Restore the file, and write a new migration for the change.");

    private static IEnumerable<Finding> Late(RevisionTree tree, DatabaseState state) =>
        state.NewestApplied(tree.Name) is not { } newest
            ? []
            : from migration in tree.Migrations
              where !state.IsApplied(tree.Name, migration.Id) && string.CompareOrdinal(migration.Id, newest.Id) < 0
              select new Finding(
                  MigrationErrorCode.LateMigration,
                  migration,
                  $"Migration {migration.Identity} '{migration.Identity.Title}' is older than the database's head {newest.Id} and was never applied ({migration.File}). It was written for a state that is past. Give it a new id after {newest.Id}, so that it runs next.");

    private static IEnumerable<Finding> Heads(string tree, DatabaseState state)
    {
        var recorded = state.Head(tree)?.Revision;
        var newest = state.NewestApplied(tree)?.Id;
        if (recorded != newest && !WasCutBetweenTwoWrites(state, tree, recorded))
        {
            yield return new Finding(
                MigrationErrorCode.HeadMismatch,
                null,
                $"The head of tree '{tree}' is recorded as {recorded ?? "base"}, but the newest applied migration is {newest ?? "none"}. Somebody changed the state by hand, so it says nothing reliable. Compare it with the journal ('migrations history'), then set it right with 'migrations init --force --at {tree}@{newest ?? "base"}'.");
        }
    }

    // Without transactions the record and the head are two writes; the next run's writes mend what a crash left between them.
    private static bool WasCutBetweenTwoWrites(DatabaseState state, string tree, string? recorded) =>
        state.NewestApplied(tree) is { Transaction: false, IsStamped: false }
        || (recorded is not null && state.Find(tree, recorded) is { Transaction: false, Status: AppliedStatus.RolledBack });
}
