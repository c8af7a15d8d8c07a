using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Kinds.Stored;

// Puts migrations that were applied, and that the plugin does not have, into its graph for a rollback, with what is stored of them.
internal static class StoredMigrations
{
    // Those that the database is ahead of the plugin. A tree where the plugin is also ahead of the database has diverged, and none of it is taken.
    // Only of the tree that is asked for: what is wrong elsewhere does not matter.
    public static IReadOnlyList<AppliedMigration> Find(RevisionGraph graph, DatabaseState state, PlanRequest request) =>
    [
        .. graph.Trees.Select(t => t.Name).Union(state.Heads.Where(h => !h.IsUnknown).Select(h => h.Tree), StringComparer.Ordinal)
            .Where(tree => state.IsReadable(tree) && (TargetName.Parse(graph, request.Tree, request.To).Tree ?? tree) == tree)
            .Select(tree => Trail.Of(graph.Tree(tree), state))
            .Where(t => t.Missing.Count > 0 && t.Late.Count == 0 && t.BarrierAhead() is null && !DefaultTarget.PendingAfter(t).Any())
            .SelectMany(t => t.Missing.Where(r => r.IsApplied)),
    ];

    // The same graph if nothing that could be used is stored.
    public static RevisionGraph Extend(MigrationCatalogue catalogue, RevisionGraph graph, IReadOnlyList<AppliedMigration> missing, IReadOnlyDictionary<(string Tree, string Id), StoredWayBack> stored)
    {
        var described = Connected(graph, [.. missing.Where(r => stored.ContainsKey((r.Tree, r.Id))).Select(r => Describe(r, stored[(r.Tree, r.Id)]))]);

        // A tree that they do not fit into goes without them: one that ran late makes two heads.
        var fitting = described.GroupBy(m => m.Tree, StringComparer.Ordinal).Where(tree => TryCreate(catalogue, tree.Select(m => m with { DependsOn = [] })) is not null).SelectMany(tree => tree).ToList();
        if (fitting.Count == 0)
        {
            return graph;
        }

        // What they depend on may be unknown to the plugin, and not be stored either.
        var known = Create(catalogue, fitting.Select(m => m with { DependsOn = [] }));
        return TryCreate(catalogue, fitting.Select(m => m with { DependsOn = [.. Dependency.Of(m).Where(need => known.Contains(need.Tree) && (need.Revision is null || need.Find(known) is not null)).Select(need => need.ToString()!)] })) ?? graph;
    }

    private static RevisionGraph? TryCreate(MigrationCatalogue catalogue, IEnumerable<MigrationDescriptor> stored)
    {
        try
        {
            return Create(catalogue, stored);
        }
        catch (MigrationException e) when (e.Code == MigrationErrorCode.FaultyMigrations)
        {
            return null;
        }
    }

    // Each after a revision that is known.
    private static List<MigrationDescriptor> Connected(RevisionGraph graph, List<MigrationDescriptor> missing)
    {
        var connected = missing;
        do
        {
            missing = connected;
            connected = [.. missing.Where(m => m.Parent == RevisionName.Base || graph.Tree(m.Tree).Find(m.Parent) is not null || missing.Exists(other => other.Tree == m.Tree && other.Id == m.Parent))];
        }
        while (connected.Count < missing.Count);

        return connected;
    }

    private static RevisionGraph Create(MigrationCatalogue catalogue, IEnumerable<MigrationDescriptor> stored) =>
        RevisionGraph.Create(new MigrationCatalogue(catalogue.Name, catalogue.Migrations.Concat(stored), catalogue.Trees, catalogue.Version) { Plugin = catalogue.Plugin });

    private static MigrationDescriptor Describe(AppliedMigration record, StoredWayBack stored)
    {
        var body = StoredBodies.Of(stored.Way);
        return new MigrationDescriptor
        {
            Identity = new MigrationIdentity { Tree = record.Tree, Id = record.Id, Title = record.Title, Line = stored.Line, Version = record.Version },
            Type = body.GetType(),
            StoredBody = body,
            StoredDigest = WayBackCodec.DigestOf(stored.Way),
            Kind = StoredBodies.KindOf(stored.Way),
            IsReversible = stored.Way.IsComplete,
            KeepsBeforeImages = record.HasImages,
            Checksum = record.Checksum,
            DownChecksum = stored.Checksum,
            Parent = stored.Parent,
            DependsOn = stored.DependsOn,
        };
    }
}
