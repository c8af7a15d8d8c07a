using Migrations.Engine.Model;

namespace Migrations.Engine.Planning;

// The way up of one tree.
internal static class UpwardPath
{
    public static IReadOnlyList<PlannedStep> Find(Trail trail, Target target, PlanRequest request)
    {
        RefuseHalfRolledBack(trail);
        var via = target.Via is { } oneShot && oneShot.To.Tree == trail.Tree.Name && !trail.Contains(oneShot.Migration) ? oneShot : null;
        var ahead = Ahead(trail, target, via);
        RefuseBarrier(trail, ahead);
        var late = trail.Late.Count == 0 ? [] : request.Late == LatePolicy.FixOrder ? LateOrder.Fix(trail) : LateOrder.RunNow(trail);
        return [.. late, .. Steps(trail, ahead)];
    }

    private static List<MigrationDescriptor> Ahead(Trail trail, Target target, OneShot? via)
    {
        if (via is null)
        {
            return [.. Along(trail, trail.Position, target.IsNamed ? target.Revision : DefaultTarget.Find(trail.Tree, trail.Position))];
        }

        if (via.From is null ? trail.Position is not null : !via.From.IsAtOrAfter(trail.Position))
        {
            throw MigrationFault.Of(
                via.Migration,
                MigrationErrorCode.OneShotUnusable,
                $"The one-shot '{via.Name}' starts at {via.From?.ToString() ?? "base"}, but the tree '{trail.Tree.Name}' stands at {trail.Position?.ToString() ?? "base"}, and no path leads there. Nothing was done. Choose a one-shot that starts where the database stands, or migrate it to {via.From?.ToString() ?? "base"} first.");
        }

        var after = target.IsNamed ? target.Revision : trail.Tree.Head(via.To.Line);
        return [.. via.From is null ? [] : DefaultTarget.Between(trail.Position, via.From), via.Migration, .. Along(trail, via.To, after)];
    }

    private static IEnumerable<MigrationDescriptor> Along(Trail trail, Revision? from, Revision? to)
    {
        if (to == from)
        {
            return [];
        }

        if (trail.Passed(to) && from == trail.Position)
        {
            throw new MigrationException(
                MigrationErrorCode.TargetIsBehind,
                $"The tree '{trail.Tree.Name}' stands at {from!.Id}, after the target, and 'migrate' only goes up. Nothing was done. To go back, use 'migrations rollback --to'.");
        }

        return to!.IsAtOrAfter(from) ? DefaultTarget.Between(from, to) : throw NoPath(trail.Tree, from, to);
    }

    private static MigrationException NoPath(RevisionTree tree, Revision? from, Revision to)
    {
        var ways = tree.OneShots.Where(o => to.IsAtOrAfter(o.To)).Select(o => o.Name).ToList();
        return new MigrationException(
            MigrationErrorCode.NoPath,
            $"No migrations lead from {from?.ToString() ?? "base"} to {to}: they are on different lines. Nothing was done. {(ways.Count == 0 ? "No one-shot leads there either; choose a target on the line of the database." : $"A one-shot leads there: '--via {string.Join("' or '--via ", ways)}'.")}");
    }

    private static void RefuseBarrier(Trail trail, List<MigrationDescriptor> ahead)
    {
        if (ahead.LastOrDefault(m => m.IsBarrier) is { } barrier)
        {
            throw MigrationFault.Of(barrier, MigrationErrorCode.BarrierInTheWay, HistoryFindings.BarrierText(trail, trail.Tree.TargetOf(barrier)));
        }
    }

    private static IEnumerable<PlannedStep> Steps(Trail trail, List<MigrationDescriptor> ahead)
    {
        var before = trail.Position;
        foreach (var migration in ahead)
        {
            var after = trail.Tree.TargetOf(migration);
            yield return new PlannedStep
            {
                Migration = migration,
                HeadBefore = before,
                HeadAfter = after,
                IsResumed = Resumption.IsOf(migration, trail.RecordOf(migration)),
            };
            before = after;
        }
    }

    private static void RefuseHalfRolledBack(Trail trail)
    {
        if (trail.Tree.Migrations.FirstOrDefault(m => trail.RecordOf(m) is { Direction: MigrationDirection.Down, IsUnfinished: true, IsPartial: true }) is { } half)
        {
            var record = trail.RecordOf(half)!;
            throw MigrationFault.Of(
                half,
                MigrationErrorCode.InterruptedRun,
                $"The rollback of {half.Identity} '{half.Identity.Title}' did not finish, so its data are half old and half new. It is not possible to migrate up from there. {(record.IsHalfWritten && !RerunDecision.RunsAgainByItself(half, record) ? RerunDecision.WaysOut(trail, half, record) : Unfinished.WaysOut(trail, half, record))}");
        }
    }
}
