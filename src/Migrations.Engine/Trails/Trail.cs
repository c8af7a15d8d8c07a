using Migrations.Engine.Discovery;
using Migrations.Engine.Graph;
using Migrations.Engine.Naming;
using Migrations.Engine.State;

namespace Migrations.Engine.Trails;

// Where a tree of a database stands in the plugin's graph, and the way from base to there.
internal sealed class Trail
{
    private readonly DatabaseState _state;

    private Trail(RevisionTree tree, DatabaseState state, Revision? position)
    {
        Tree = tree;
        _state = state;
        Position = position;
        Way = FindWay();
    }

    public RevisionTree Tree { get; }

    // Null for base.
    public Revision? Position { get; }

    // The migrations from base to the position, applied or not.
    public IReadOnlyList<MigrationDescriptor> Way { get; }

    // What of the way is applied.
    public IReadOnlyList<MigrationDescriptor> Applied => [.. Way.Where(IsApplied)];

    // On the way, and never applied. A barrier that was put before where the database stands is passed: it has nothing to apply.
    public IReadOnlyList<MigrationDescriptor> Late => [.. Way.Where(m => !IsApplied(m) && !m.IsBarrier)];

    // Applied, but not on the way: nobody gets there without changing the state by hand.
    public IReadOnlyList<MigrationDescriptor> Strays => [.. Tree.Migrations.Where(IsApplied).Except(Way)];

    // Recorded as applied or half-applied, and unknown to the plugin. What is before a barrier that was passed may be gone.
    public IReadOnlyList<AppliedMigration> Missing =>
        [.. _state.Records.Where(r => r.Tree == Tree.Name && (r.IsApplied || r.HasChangedData) && Tree.FindMigration(r.Id) is null && !IsBeforePassedBarrier(r))];

    public static Trail Of(RevisionTree tree, DatabaseState state) => new(tree, state, FindPosition(tree, state));

    public bool Passed(Revision? revision) => revision is null || revision == Position || Way.Any(m => Tree.TargetOf(m) == revision);

    // The newest barrier that the database has not passed, where it would have to.
    public Revision? BarrierAhead() =>
        Position is null || Missing.Count > 0
            ? Tree.Revisions.LastOrDefault(r => r.Migration.IsBarrier && !IsApplied(r.Migration) && r.IsAtOrAfter(Position))
            : Tree.Head(Position.Line)!.PathFromBase().LastOrDefault(r => r.Migration.IsBarrier && !Passed(r));

    public AppliedMigration? RecordOf(MigrationDescriptor migration) => _state.Find(migration.Tree, migration.Id);

    private bool IsBeforePassedBarrier(AppliedMigration record) => Way.Any(m => m.IsBarrier && RevisionId.Comparer.Compare(record.Id, m.Id) < 0);

    private bool IsApplied(MigrationDescriptor migration) => _state.IsApplied(migration.Tree, migration.Id);

    // The records decide; the recorded head only where they leave a choice.
    private static Revision? FindPosition(RevisionTree tree, DatabaseState state)
    {
        var applied = tree.Migrations.Where(m => state.IsApplied(m.Tree, m.Id)).ToList();
        var targets = applied.Select(tree.TargetOf).Distinct().ToList();
        var ends = targets.Where(end => !targets.Any(other => other != end && LeadsTo(tree, applied, end, other))).ToList();
        var recorded = tree.Find(state.Head(tree.Name)?.Revision);
        // A barrier that was passed has no record of its own; a database stands at it when all behind it was rolled back.
        var standsAtBarrier = recorded is { Migration.IsBarrier: true } && ends.TrueForAll(recorded.IsAtOrAfter);
        return recorded is not null && (standsAtBarrier || ends.Contains(recorded)) ? recorded : ends.LastOrDefault();
    }

    // Along parents, and along the one-shots that were taken.
    private static bool LeadsTo(RevisionTree tree, List<MigrationDescriptor> applied, Revision from, Revision to) =>
        to.IsAtOrAfter(from)
        || tree.OneShots.Any(o => applied.Contains(o.Migration) && o.From is { } origin && origin.IsAtOrAfter(from) && to.IsAtOrAfter(o.To));

    private List<MigrationDescriptor> FindWay()
    {
        var way = new List<MigrationDescriptor>();
        for (var at = Position; at is not null;)
        {
            var taken = Tree.OneShots.FirstOrDefault(o => o.To == at && IsApplied(o.Migration));
            way.Add(taken?.Migration ?? at.Migration);
            at = taken is null ? at.Parent : taken.From;
        }

        way.Reverse();
        return way;
    }
}
