using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning.Stamping;

// Says of migrations that did not come to their end what their data are. One after the other, because each may move the head of its tree.
internal static class Settlement
{
    public static IReadOnlyList<SettledMigration> Of(RevisionGraph graph, DatabaseState state, IEnumerable<string> names, SettledAs outcome)
    {
        var settled = new List<SettledMigration>();
        foreach (var name in names)
        {
            var record = Find(state, name);
            var migration = graph.Tree(record.Tree).FindMigration(record.Id);
            if (migration is null && outcome == SettledAs.Applied)
            {
                throw new MigrationException(MigrationErrorCode.UnknownTarget, $"'{name}' is no migration of the plugin, so it cannot count as applied. Nothing was done. Restore its file first.");
            }

            state = state.With([.. state.Records.Where(r => r != record), Settle(record, migration, outcome)], state.Faults);
            RefuseBeside(Trail.Of(graph.Tree(record.Tree), state), name, migration);
            settled.Add(new SettledMigration(record, outcome, outcome == SettledAs.Applied ? migration!.Checksum : null, HeadOf(graph.Tree(record.Tree), state)));
        }

        return settled;
    }

    private static void RefuseBeside(Trail trail, string name, MigrationDescriptor? migration)
    {
        if (migration is not null && trail.Strays.Contains(migration))
        {
            throw MigrationFault.Of(migration, MigrationErrorCode.NotAccepted, $"The tree '{trail.Tree.Name}' stands at {trail.Position?.ToString() ?? "base"}, and {name} is not on the way there, so it cannot count as applied. Nothing was done. Put its data right as they were before it, and say so: 'migrations accept {name} --as notApplied'.");
        }
    }

    private static AppliedMigration Settle(AppliedMigration record, MigrationDescriptor? migration, SettledAs outcome) => record with
    {
        Status = outcome == SettledAs.Applied ? AppliedStatus.Done : AppliedStatus.RolledBack,
        Direction = outcome == SettledAs.Applied ? MigrationDirection.Up : MigrationDirection.Down,
        Checksum = migration?.Checksum ?? record.Checksum,
        IsPartial = false,
    };

    private static AppliedMigration Find(DatabaseState state, string name) => state.Records.FirstOrDefault(r => $"{r.Tree}@{r.Id}" == name) switch
    {
        { IsUnfinished: true } record => record,
        null => throw new MigrationException(MigrationErrorCode.UnknownTarget, $"'{name}' was never begun on this database. Nothing was done. Name it as TREE@ID; 'migrations verify' lists what did not come to its end."),
        var record => throw new MigrationException(MigrationErrorCode.NotAccepted, $"Migration {name} '{record.Title}' {(record.IsApplied ? "is applied" : "is not applied")} and not half done, so there is nothing to settle. Nothing was done. '--as' is for migrations that did not come to their end; 'migrations verify' lists them."),
    };

    private static HeadRecord HeadOf(RevisionTree tree, DatabaseState state) => Trail.Of(tree, state).Position is { } position
        ? new HeadRecord { Tree = tree.Name, Revision = position.Id, Line = position.Line, Version = position.Version }
        : new HeadRecord { Tree = tree.Name };
}
