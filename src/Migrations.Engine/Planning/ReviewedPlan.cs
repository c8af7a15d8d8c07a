using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// A plan that was reviewed: a run of it does its steps or nothing. It may have been interrupted; then the next one goes on where it stopped.
internal sealed record ReviewedPlan(string Fingerprint, PlanContent Content)
{
    // How far runs of this plan got, if nothing else has changed the state since it was made; else it is refused.
    public ReviewedProgress Find(DatabaseState state)
    {
        var then = new StateThen(this);
        for (var done = 0; done <= Content.Steps.Count; done++)
        {
            var next = done < Content.Steps.Count ? Content.Steps[done] : null;
            if (then.Fits(state, next))
            {
                return new ReviewedProgress(done, next is not null && then.IsBegun(state, next));
            }

            then.Take(next);
        }

        throw Outdated();
    }

    // What is still to be asked for. What was accepted for data that were half done then says nothing about what they are now.
    public PlanRequest Rest(RevisionGraph graph, PlanRequest request, ReviewedProgress progress)
    {
        var names = Content.Steps.Take(progress.Done + (progress.IsBegun ? 1 : 0)).Select(s => $"{s.Tree}@{s.Id}").ToHashSet(StringComparer.Ordinal);
        var hasTakenOneShot = Content.Steps.Take(progress.Done).Any(s => graph.Tree(s.Tree).FindMigration(s.Id)?.OneShot is not null);
        return progress is { Done: 0, IsBegun: false } ? request : request with
        {
            Distance = request.Distance - progress.Done,
            From = [],
            Via = hasTakenOneShot ? null : request.Via,
            AcceptHalfDone = [.. request.AcceptHalfDone.Where(name => !names.Contains(name))],
        };
    }

    public void Require(PlanContent content, int done)
    {
        if (!content.IsRestOf(Content, done))
        {
            throw Outdated();
        }
    }

    private static MigrationException Outdated() => new(
        MigrationErrorCode.PlanOutdated,
        "The database is not as it was when the plan was made, or it is another one: the steps, or the records of what was applied, differ by more than what runs of this plan did. Nothing was done, because what would run is not what was reviewed. 'migrations status' and 'migrations journal' say what was done meanwhile. Make a new plan ('migrations plan --out FILE'), and have it reviewed.");

    // The state as it was, and as it is after so many steps. What is not as it was must have been written by a run of the plan.
    private sealed class StateThen(ReviewedPlan plan)
    {
        // No run has this id.
        private const string OfThePlan = "of the plan";
        private readonly Dictionary<string, HeadThen> _heads = plan.Content.Heads.ToDictionary(h => h.Tree, StringComparer.Ordinal);
        private readonly Dictionary<(string, string), RecordThen> _records = plan.Content.Records.ToDictionary(r => (r.Tree, r.Id));

        public void Take(StepThen? step)
        {
            if (step is not null)
            {
                _heads[step.Tree] = new HeadThen(step.Tree, step.HeadAfter, OfThePlan);
                _records[(step.Tree, step.Id)] = new RecordThen(step.Tree, step.Id, step.Direction == MigrationDirection.Up ? AppliedStatus.Done : AppliedStatus.RolledBack, step.Direction, step.Checksum, OfThePlan);
            }
        }

        // The next step may have begun.
        public bool Fits(DatabaseState state, StepThen? next)
        {
            var records = next is not null && IsBegun(state, next) ? state.Records.Where(r => (r.Tree, r.Id) != (next.Tree, next.Id)).ToList() : [.. state.Records];
            var expected = records.Count == state.Records.Count() ? _records.Keys : _records.Keys.Where(k => k != (next!.Tree, next.Id));
            return state.Heads.All(Fits) && records.All(Fits) && state.Heads.Select(h => h.Tree).ToHashSet(StringComparer.Ordinal).SetEquals(_heads.Keys) && records.Select(r => (r.Tree, r.Id)).ToHashSet().SetEquals(expected);
        }

        public bool IsBegun(DatabaseState state, StepThen next) => state.Find(next.Tree, next.Id) is { IsUnfinished: true } record && record.Reviewed == plan.Fingerprint && (record.Direction, record.Checksum) == (next.Direction, next.Checksum);

        private bool Fits(HeadRecord head) => _heads.TryGetValue(head.Tree, out var then) && (then == HeadThen.Of(head) || (head.Reviewed == plan.Fingerprint && then.Revision == head.Revision));

        private bool Fits(AppliedMigration record) => _records.TryGetValue((record.Tree, record.Id), out var then) && (then == RecordThen.Of(record) || (record.Reviewed == plan.Fingerprint && then with { Run = record.Run } == RecordThen.Of(record)));
    }
}

// How many steps of a reviewed plan are done, and whether the next one was begun.
internal sealed record ReviewedProgress(int Done, bool IsBegun);
