using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning.Stamping;

/// <summary>What a stamp would store: decided without I/O, written as a whole or not at all.</summary>
internal sealed record StampPlan
{
    /// <summary>The new heads, by tree.</summary>
    public IReadOnlyList<HeadRecord> Heads { get; init; } = [];

    /// <summary>The migrations that will count as applied.</summary>
    public IReadOnlyList<MigrationDescriptor> Applied { get; init; } = [];

    /// <summary>Records of the same trees that will no longer count as applied.</summary>
    public IReadOnlyList<AppliedMigration> Forgotten { get; init; } = [];

    /// <summary>Migrations of these trees that were half done, which is forgotten with the stamp: each with how much of it is in the data.</summary>
    public IReadOnlyList<ForgottenMigration> HalfDone { get; init; } = [];

    /// <summary>The event for the journal: <c>initialise</c>, <c>stamp</c>, <c>autoStamp</c>, or <c>force</c> when records are replaced.</summary>
    public required string Event { get; init; }

    /// <summary>Whether everything is already recorded, so that nothing is stored.</summary>
    public bool IsNothing => Heads.Count == 0;

    // Decides what to store.
    internal static StampPlan Create(RevisionGraph graph, DatabaseState state, StampRequest request, (string Name, string? DataCollection) database)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(request);
        var positions = request.IsInitialisation
            ? StampPositions.OfDatabase(graph, state, request, database)
            : StampPositions.OfTrees(graph, state, request);
        var replaces = positions.Keys.Any(t => state.Head(t) is { IsUnknown: false });
        return Create(state, positions, replaces ? JournalEvent.Force : request.IsInitialisation ? JournalEvent.Initialise : JournalEvent.Stamp) is var plan && request.IsInitialisation
            ? plan
            : plan with { Heads = [.. plan.Heads, .. UnknownHeads(graph, state, positions)] };
    }

    // What is stored when nothing is applicable, so that nothing is guessed: every tree at base.
    internal static StampPlan AtBase(RevisionGraph graph, DatabaseState state) => Create(state, StampPositions.Base(graph), JournalEvent.AutoStamp);

    // The state as it will be.
    internal DatabaseState ApplyTo(DatabaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var heads = state.Heads.Where(h => !Heads.Any(own => own.Tree == h.Tree)).Concat(Heads);
        var applied = Applied.Select(m => new AppliedMigration { Tree = m.Tree, Id = m.Id, Title = m.Identity.Title, Version = m.Identity.Version, Checksum = m.Checksum, Status = AppliedStatus.Done, IsStamped = true }).ToList();
        var forgotten = Forgotten.Select(r => r with { Status = AppliedStatus.RolledBack, IsPartial = false });
        var replaced = applied.Concat(forgotten).ToList();
        return new DatabaseState(heads, state.Records.Where(r => !replaced.Any(own => own.Tree == r.Tree && own.Id == r.Id)).Concat(replaced), state.Components)
        {
            HasHeadsCollection = true,
            HasComponentsCollection = state.HasComponentsCollection,
            Faults = state.Faults,
        };
    }

    private static StampPlan Create(DatabaseState state, IReadOnlyDictionary<string, Revision?> positions, string kind)
    {
        var applied = positions.Values.OfType<Revision>().SelectMany(r => r.PathFromBase()).Select(r => r.Migration).ToList();
        return new StampPlan
        {
            Event = kind,
            Heads = [.. positions.Select(p => new HeadRecord { Tree = p.Key, Revision = p.Value?.Id, Line = p.Value?.Line, Version = p.Value?.Version })],
            Applied = applied,
            HalfDone = [.. state.Records.Where(r => positions.ContainsKey(r.Tree) && r.IsUnfinished && r.HasChangedData).Select(r => new ForgottenMigration(r, r.DoneSoFar))],
            Forgotten = [.. state.Records.Where(r => positions.ContainsKey(r.Tree) && r.Status != AppliedStatus.RolledBack && !applied.Any(m => m.Tree == r.Tree && m.Id == r.Id))],
        };
    }

    // Trees without a position, on a database that had no heads at all: that is recorded too, so that they are not taken for new trees.
    private static IEnumerable<HeadRecord> UnknownHeads(RevisionGraph graph, DatabaseState state, IReadOnlyDictionary<string, Revision?> positions) =>
        (state.IsInitialised ? state.UnknownHeads : graph.Trees.Select(t => new HeadRecord { Tree = t.Name, IsUnknown = true })).Where(h => !positions.ContainsKey(h.Tree));
}

/// <summary>The claimed position of a database.</summary>
internal sealed record StampRequest
{
    /// <summary><c>base</c> or <c>head</c> for all trees, targets of single trees (<c>tree@id</c>, <c>tree/line@version</c>), or both. Empty: an empty database, or what the application declares.</summary>
    public IReadOnlyList<string> At { get; init; } = [];

    /// <summary>Whether the database is initialised as a whole. Default: only the named trees are stamped.</summary>
    public bool IsInitialisation { get; init; }

    /// <summary>Whether the record may be replaced. Default: false.</summary>
    public bool IsForced { get; init; }
}

/// <summary>A migration that was half done when its tree was stamped.</summary>
/// <param name="Record">What was recorded of it.</param>
/// <param name="Done">How much of it is in the data, as text.</param>
internal sealed record ForgottenMigration(AppliedMigration Record, string Done);

// A plan for a database that may not be initialised: with a claimed position it is stamped there first, and at base if nothing is applicable. Nothing else is guessed.
internal static class FirstPlan
{
    public static (StampPlan? Stamp, Plan Plan) Create(RevisionGraph graph, DatabaseState state, PlanRequest request, string database)
    {
        var stamp = state.IsInitialised ? null
            : request.From.Concat(request.InitialiseAt).ToList() is { Count: > 0 } at ? StampPlan.Create(graph, state, new StampRequest { At = at, IsInitialisation = true }, (database, null))
            : NothingIsApplicable(graph, state, request) ? StampPlan.AtBase(graph, state)
            : null;
        var stamped = stamp?.ApplyTo(state) ?? state;
        return (stamp, Plan.Create(graph, stamped, request));
    }

    private static bool NothingIsApplicable(RevisionGraph graph, DatabaseState state, PlanRequest request) =>
        request.Direction == MigrationDirection.Up
        && (graph.Trees.All(t => t.Revisions.Count == 0) || Target.Resolve(graph, state, request) is { IsNamed: true, Revision: null });
}
