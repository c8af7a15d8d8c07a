using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning.Stamping;

/// <summary>What somebody has checked: changed applied migrations, whose records get the plugin's current checksum, and half-done ones that were corrected by hand. Decided without I/O.</summary>
/// <param name="Changes">Each migration with its record; those that are unchanged are left out.</param>
public sealed record Acceptance(IReadOnlyList<(MigrationDescriptor Migration, AppliedMigration Record)> Changes)
{
    /// <summary>The migrations that were half done, with what their data are now.</summary>
    public IReadOnlyList<SettledMigration> Settled { get; init; } = [];

    /// <summary>The heads of trees that belonged to another plugin, as they were.</summary>
    public IReadOnlyList<HeadRecord> TakenOver { get; init; } = [];

    // The plugin's trees whose position on this database is unknown: taking over one of them says nothing about the others.
    internal IReadOnlyList<HeadRecord> UnknownHeads { get; init; } = [];

    /// <summary>Decides which records change.</summary>
    /// <exception cref="MigrationException">A name is no migration or tree of the plugin (MIG1402), or there is nothing to accept of it (MIG1423).</exception>
    public static Acceptance Create(RevisionGraph graph, DatabaseState state, AcceptRequest request)
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
