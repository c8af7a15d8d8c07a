using Migrations.Engine.Discovery;
using Migrations.Engine.Graph;
using Migrations.Engine.State;

namespace Migrations.Engine.Stamping;

/// <summary>Applied migrations whose change somebody has looked at: their records get the checksum that the plugin has now. Decided without I/O.</summary>
/// <param name="Changes">Each migration with its record; those that are unchanged are left out.</param>
public sealed record Acceptance(IReadOnlyList<(MigrationDescriptor Migration, AppliedMigration Record)> Changes)
{
    /// <summary>Decides which records change.</summary>
    /// <exception cref="MigrationException">A name is no migration of the plugin (MIG1402), or it is not applied (MIG1423).</exception>
    public static Acceptance Create(RevisionGraph graph, DatabaseState state, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(names);
        var known = graph.Trees.SelectMany(t => t.Migrations).ToDictionary(m => m.Identity.ToString(), StringComparer.Ordinal);
        return new Acceptance([.. names.Distinct(StringComparer.Ordinal).Select(n => Find(known, state, n)).Where(c => c.Record.Checksum != c.Migration.Checksum)]);
    }

    private static (MigrationDescriptor Migration, AppliedMigration Record) Find(Dictionary<string, MigrationDescriptor> known, DatabaseState state, string name)
    {
        if (!known.TryGetValue(name, out var migration))
        {
            throw new MigrationException(MigrationErrorCode.UnknownTarget, $"'{name}' is no migration of the plugin. Nothing was done. Name it as TREE@ID; 'migrations verify' lists the changed ones.");
        }

        return state.Find(migration.Tree, migration.Id) switch
        {
            { Status: AppliedStatus.Done } record => (migration, record),
            { IsUnfinished: true } => throw new MigrationException(MigrationErrorCode.NotAccepted, $"Migration {name} '{migration.Identity.Title}' did not come to its end on this database, so its change is accepted by the run that goes on with it. Nothing was done. Use 'migrations migrate --accept-changed {name}'."),
            _ => throw new MigrationException(MigrationErrorCode.NotAccepted, $"Migration {name} '{migration.Identity.Title}' is not applied to this database, so there is no record of it to change. Nothing was done. It will run as it is now: 'migrations migrate'."),
        };
    }
}
