using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// Where a tree of a database stands in the plugin's graph, and the way from base to there.
internal sealed class Trail
{
    private readonly DatabaseState _state;
    private readonly HashSet<MigrationDescriptor> _onWay;
    private readonly HashSet<Revision> _passed;
    private readonly Lazy<IReadOnlyList<AppliedMigration>> _missing;

    private Trail(RevisionTree tree, DatabaseState state, Revision? position)
    {
        Tree = tree;
        _state = state;
        Position = position;
        Way = FindWay();
        _onWay = [.. Way];
        _passed = [.. Way.Select(tree.TargetOf)];
        Applied = [.. Way.Where(IsApplied)];
        Late = [.. Way.Where(m => !IsApplied(m) && !m.IsBarrier)];
        _missing = new(FindMissing);
    }

    public RevisionTree Tree { get; }

    // Null for base.
    public Revision? Position { get; }

    // The migrations from base to the position, applied or not.
    public IReadOnlyList<MigrationDescriptor> Way { get; }

    // What of the way is applied.
    public IReadOnlyList<MigrationDescriptor> Applied { get; }

    // On the way, and never applied. A barrier that was put before where the database stands is passed: it has nothing to apply.
    public IReadOnlyList<MigrationDescriptor> Late { get; }

    // Applied, but not on the way: nobody gets there without changing the state by hand.
    public IReadOnlyList<MigrationDescriptor> Strays => [.. Tree.Migrations.Where(m => IsApplied(m) && !_onWay.Contains(m))];

    // Recorded as applied or half-applied, and unknown to the plugin. What is before a barrier that was passed may be gone.
    public IReadOnlyList<AppliedMigration> Missing => _missing.Value;

    public static Trail Of(RevisionTree tree, DatabaseState state) => new(tree, state, FindPosition(tree, state));

    public bool Passed(Revision? revision) => revision is null || revision == Position || _passed.Contains(revision);

    public bool Contains(MigrationDescriptor migration) => _onWay.Contains(migration);

    public bool HasApplied(MigrationDescriptor migration) => _onWay.Contains(migration) && IsApplied(migration);

    // The newest barrier that the database has not passed, where it would have to.
    public Revision? BarrierAhead() =>
        Position is null || Missing.Count > 0
            ? Tree.Revisions.LastOrDefault(r => r.Migration.IsBarrier && !IsApplied(r.Migration) && r.IsAtOrAfter(Position))
            : Tree.Head(Position.Line)!.PathFromBase().LastOrDefault(r => r.Migration.IsBarrier && !Passed(r));

    public AppliedMigration? RecordOf(MigrationDescriptor migration) => _state.Find(migration.Tree, migration.Id);

    private List<AppliedMigration> FindMissing()
    {
        var barriers = Way.Where(m => m.IsBarrier).ToList();
        return [.. _state.RecordsOf(Tree.Name).Where(r => (r.IsApplied || r.HasChangedData) && Tree.FindMigration(r.Id) is null && !barriers.Exists(b => RevisionId.Comparer.Compare(r.Id, b.Id) < 0))];
    }

    private bool IsApplied(MigrationDescriptor migration) => _state.IsApplied(migration.Tree, migration.Id);

    // The records decide; the recorded head only where they leave a choice.
    private static Revision? FindPosition(RevisionTree tree, DatabaseState state)
    {
        var targets = tree.Migrations.Where(m => state.IsApplied(m.Tree, m.Id)).Select(tree.TargetOf).Distinct().ToList();
        var behind = FindBehind(tree, state, targets);
        var ends = targets.Where(end => !behind.Contains(end)).ToList();
        var recorded = tree.Find(state.Head(tree.Name)?.Revision);
        // A barrier that was passed has no record of its own; a database stands at it when all behind it was rolled back.
        var standsAtBarrier = recorded is { Migration.IsBarrier: true } && ends.TrueForAll(recorded.IsAtOrAfter);
        return recorded is not null && (standsAtBarrier || ends.Contains(recorded)) ? recorded : ends.LastOrDefault();
    }

    // What lies before another one that was reached: along parents, and along the one-shots that were taken.
    private static HashSet<Revision> FindBehind(RevisionTree tree, DatabaseState state, List<Revision> targets)
    {
        var behind = new HashSet<Revision>();
        foreach (var target in targets)
        {
            AddWithAncestors(behind, target.Parent);
        }

        foreach (var taken in tree.OneShots.Where(o => state.IsApplied(tree.Name, o.Migration.Id)))
        {
            AddWithAncestors(behind, taken.From);
        }

        return behind;
    }

    private static void AddWithAncestors(HashSet<Revision> revisions, Revision? from)
    {
        for (var revision = from; revision is not null && revisions.Add(revision); revision = revision.Parent)
        {
            // Where one is in already, so are all before it.
        }
    }

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
