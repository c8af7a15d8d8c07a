using Migrations.Engine.Model;

namespace Migrations.Engine.Planning;

// The way back of one tree: the way it came, newest first.
internal static class DownwardPath
{
    public static IReadOnlyList<PlannedStep> Find(Trail trail, Target target, PlanRequest request)
    {
        var half = HalfDone.Find(trail, target);
        var back = Behind(trail, target);
        var barrier = back.FindLastIndex(m => m.IsBarrier);
        if (barrier >= 0 && (request.To is not null || request.Distance is null))
        {
            throw MigrationFault.Of(
                back[barrier],
                MigrationErrorCode.BarrierInTheWay,
                $"The way back of the tree '{trail.Tree.Name}' crosses the barrier {back[barrier].Id} '{back[barrier].Identity.Title}' ({back[barrier].Place}), and no migration crosses a barrier. Nothing was done. Go back as far as '--to {trail.Tree.Name}@{back[barrier].Id}'; what is older belongs to product < {back[barrier].Identity.Version ?? back[barrier].Id}.");
        }

        return [.. half, .. LateOrder.Back(trail, back.Skip(barrier + 1).Reverse())];
    }

    // Oldest first.
    private static List<MigrationDescriptor> Behind(Trail trail, Target target)
    {
        if (!target.IsNamed || target.Revision is not { } goal)
        {
            return [.. trail.Way.Where(m => m.IsBarrier || trail.HasApplied(m))];
        }

        if (!trail.Passed(goal))
        {
            return goal.IsAtOrAfter(trail.Position)
                ? []
                : throw new MigrationException(MigrationErrorCode.NoPath, $"The tree '{trail.Tree.Name}' stands at {trail.Position?.ToString() ?? "base"} and did not come by {goal}, so there is no way back to it. Nothing was done. Choose a target that the database has passed.");
        }

        var passed = trail.Way.Select(trail.Tree.TargetOf).ToList().IndexOf(goal);
        return [.. trail.Way.Skip(passed + 1).Where(m => m.IsBarrier || trail.HasApplied(m))];
    }
}
