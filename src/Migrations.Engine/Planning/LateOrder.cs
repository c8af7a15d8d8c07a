using Migrations.Engine.Model;

namespace Migrations.Engine.Planning;

// What is done with migrations that are older than the head and were never applied.
internal static class LateOrder
{
    // On the data as they are; the head stays.
    public static IReadOnlyList<PlannedStep> RunNow(Trail trail) =>
        [.. trail.Late.Select(m => new PlannedStep { Migration = m, HeadBefore = trail.Position, HeadAfter = trail.Position, IsResumed = Resumption.IsOf(m, trail.RecordOf(m)) })];

    // Back to before the first late one, then everything in the order of the plugin.
    public static IReadOnlyList<PlannedStep> Fix(Trail trail)
    {
        var way = trail.Way.SkipWhile(m => trail.HasApplied(m) || m.IsBarrier).Where(m => !m.IsBarrier || trail.HasApplied(m)).ToList();
        var back = Back(trail, way.Where(trail.HasApplied).Reverse());
        Reversibility.Require(back);
        return [.. back, .. way.Select(m => Again(trail, m))];
    }

    // Each to what was taken before it.
    public static IReadOnlyList<PlannedStep> Back(Trail trail, IEnumerable<MigrationDescriptor> migrations)
    {
        var taken = trail.Way.Where(m => m.IsBarrier || trail.HasApplied(m)).ToList();
        var before = taken.Skip(1).Zip(taken).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. migrations.Select(m => Back(trail, m, before.GetValueOrDefault(m)))];
    }

    private static PlannedStep Back(Trail trail, MigrationDescriptor migration, MigrationDescriptor? before) => new()
    {
        Migration = migration,
        Direction = MigrationDirection.Down,
        HeadBefore = trail.Tree.TargetOf(migration),
        HeadAfter = before is null ? null : trail.Tree.TargetOf(before),
        IsResumed = Resumption.IsOf(migration, trail.RecordOf(migration)),
        IsFromImages = Reversibility.IsFromImages(migration, trail.RecordOf(migration)),
        IsTurnedBack = trail.RecordOf(migration) is { IsHalfDone: true },
    };

    private static PlannedStep Again(Trail trail, MigrationDescriptor migration) => new()
    {
        Migration = migration,
        HeadBefore = trail.Tree.OriginOf(migration),
        HeadAfter = trail.Tree.TargetOf(migration),
        IsResumed = trail.RecordOf(migration) is { Direction: MigrationDirection.Up } record && Resumption.IsOf(migration, record),
    };
}
