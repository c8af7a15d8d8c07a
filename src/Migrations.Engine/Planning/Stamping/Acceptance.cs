using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning.Stamping;

/// <summary>What somebody has checked: changed applied migrations, whose records get the plugin's current checksum, and half-done ones that were corrected by hand. Decided without I/O.</summary>
/// <param name="Changes">Each migration with its record; those that are unchanged are left out.</param>
internal sealed record Acceptance(IReadOnlyList<(MigrationDescriptor Migration, AppliedMigration Record)> Changes)
{
    /// <summary>The migrations that were half done, with what their data are now.</summary>
    public IReadOnlyList<SettledMigration> Settled { get; init; } = [];

    /// <summary>The heads of trees that belonged to another plugin, as they were.</summary>
    public IReadOnlyList<HeadRecord> TakenOver { get; init; } = [];

    // The plugin's trees whose position on this database is unknown: taking over one of them says nothing about the others.
    internal IReadOnlyList<HeadRecord> UnknownHeads { get; init; } = [];

    // Decides which records change.
    internal static Acceptance Create(RevisionGraph graph, DatabaseState state, AcceptRequest request)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(request);
        state.RequireOwn(request.TreesOfMigrations.Except(request.Trees, StringComparer.Ordinal));
        if (request.As is { } outcome)
        {
            return new Acceptance([]) { Settled = Settlement.Of(graph, state, request.Names.Distinct(StringComparer.Ordinal), outcome) };
        }

        var known = graph.Trees.SelectMany(t => t.Migrations).ToDictionary(m => m.Identity.ToString(), StringComparer.Ordinal);
        return new Acceptance([.. request.Migrations.Select(n => Find(known, state, n)).Where(c => c.Record.Checksum != c.Migration.Checksum)])
        {
            TakenOver = [.. request.Trees.Select(t => FindOwned(graph, state, t))],
            UnknownHeads = request.Trees.Count > 0 ? [.. state.UnknownHeads] : [],
        };
    }

    private static HeadRecord FindOwned(RevisionGraph graph, DatabaseState state, string tree)
    {
        if (graph.Trees.All(t => t.Name != tree))
        {
            throw new MigrationException(MigrationErrorCode.UnknownTarget, $"'{tree}' is not a tree of the plugin. Nothing was done. Name a migration as TREE@ID, or a tree that belongs to another plugin; 'migrations trees' lists the plugin's.");
        }

        return state.Head(tree) is { Plugin: { } owner } head && owner != graph.Name
            ? head
            : throw new MigrationException(MigrationErrorCode.NotAccepted, $"The tree '{tree}' does not belong to another plugin, so there is nothing to take over. Nothing was done. To accept the change of one of its migrations, name it as {tree}@ID.");
    }

    private static (MigrationDescriptor Migration, AppliedMigration Record) Find(Dictionary<string, MigrationDescriptor> known, DatabaseState state, string name)
    {
        if (!known.TryGetValue(name, out var migration))
        {
            throw new MigrationException(MigrationErrorCode.UnknownTarget, $"'{name}' is not a migration of the plugin. Nothing was done. Name it as TREE@ID; 'migrations verify' lists the changed ones.");
        }

        return state.Find(migration.Tree, migration.Id) switch
        {
            { Status: AppliedStatus.Done } record => (migration, record),
            { IsUnfinished: true } => throw MigrationFault.Of(migration, MigrationErrorCode.NotAccepted, $"Migration {name} '{migration.Identity.Title}' did not finish on this database, so its change is accepted by the run that continues it. Nothing was done. Use 'migrations migrate --accept-changed {name}'; or, if you have corrected its data by hand, say how they are: 'migrations accept {name} --as applied', or '--as notApplied'."),
            _ => throw MigrationFault.Of(migration, MigrationErrorCode.NotAccepted, $"Migration {name} '{migration.Identity.Title}' is not applied to this database, so there is no record of it to change. Nothing was done. It will run as it is now: 'migrations migrate'."),
        };
    }
}

/// <summary>What somebody has checked and accepts.</summary>
/// <param name="Names">Migrations, each as <c>tree@id</c>; a name without <c>@</c> is a tree that is taken over from another plugin.</param>
/// <param name="As">For unfinished migrations: how their data are now that somebody has corrected them; null for applied ones that were changed.</param>
internal sealed record AcceptRequest(IReadOnlyList<string> Names, SettledAs? As = null)
{
    internal IReadOnlyList<string> Trees => [.. Names.Where(IsTree).Distinct(StringComparer.Ordinal)];

    internal IReadOnlyList<string> Migrations => [.. Names.Where(n => !IsTree(n)).Distinct(StringComparer.Ordinal)];

    internal IEnumerable<string> TreesOfMigrations => Migrations.Select(n => n[..n.IndexOf('@', StringComparison.Ordinal)]);

    private static bool IsTree(string name) => !name.Contains('@', StringComparison.Ordinal);
}

/// <summary>How the data of an unfinished migration are, now that somebody has corrected them.</summary>
internal enum SettledAs
{
    /// <summary>As after the migration.</summary>
    Applied,

    /// <summary>As before the migration.</summary>
    NotApplied,
}

/// <summary>An unfinished migration whose data somebody has corrected by hand.</summary>
/// <param name="Record">What was recorded of it.</param>
/// <param name="As">How its data are now.</param>
/// <param name="Checksum">The checksum that it counts as applied with, or null.</param>
/// <param name="Head">Where its tree stands from now on.</param>
internal sealed record SettledMigration(AppliedMigration Record, SettledAs As, string? Checksum, HeadRecord Head);

// Records how the data of unfinished migrations are. One after the other, because each may move the head of its tree.
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
                throw new MigrationException(MigrationErrorCode.UnknownTarget, $"'{name}' is not a migration of the plugin, so it cannot count as applied. Nothing was done. Restore its file first.");
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
            throw MigrationFault.Of(migration, MigrationErrorCode.NotAccepted, $"The tree '{trail.Tree.Name}' stands at {trail.Position?.ToString() ?? "base"}, and {name} is not on the path there, so it cannot count as applied. Nothing was done. Restore its data, and record it: 'migrations accept {name} --as notApplied'.");
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
        null => throw new MigrationException(MigrationErrorCode.UnknownTarget, $"'{name}' was never started on this database. Nothing was done. Name it as TREE@ID; 'migrations verify' lists what did not finish."),
        var record => throw new MigrationException(MigrationErrorCode.NotAccepted, $"Migration {name} '{record.Title}' {(record.IsApplied ? "is applied" : "is not applied")} and not half done, so there is nothing to settle. Nothing was done. '--as' is for migrations that did not finish; 'migrations verify' lists them."),
    };

    private static HeadRecord HeadOf(RevisionTree tree, DatabaseState state) => Trail.Of(tree, state).Position is { } position
        ? new HeadRecord { Tree = tree.Name, Revision = position.Id, Line = position.Line, Version = position.Version }
        : new HeadRecord { Tree = tree.Name };
}
