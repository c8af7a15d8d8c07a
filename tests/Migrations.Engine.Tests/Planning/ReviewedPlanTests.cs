using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Planning;

public sealed class ReviewedPlanTests
{
    private static readonly RevisionGraph Linear = GraphOf([.. Enumerable.Range(1, 5).Select(n => Migration(n)), Migration(1, "other"), Migration(2, "other")]);
    private static readonly RevisionGraph Lines = GraphOf(Migration(1, line: "a", version: "1.0.0"), Migration(2, line: "b", parent: "base", version: "1.0.0"), Migration(3, line: "b", parent: Id(2), version: "2.0.0"), OneShot(4, "over", "a@1.0.0", "b@1.0.0"));

    private static readonly Dictionary<string, (RevisionGraph Graph, DatabaseState State, PlanRequest Request)> Requests = new()
    {
        ["all"] = (Linear, StateOf(), PlanRequest.All),
        ["three"] = (Linear, StateOf(Applied(1)), new PlanRequest { Distance = 3 }),
        ["to a revision"] = (Linear, StateOf(Applied(1)), new PlanRequest { To = $"main@{Id(4)}" }),
        ["back to base"] = (Linear, StateOf(Applied(1), Applied(2), Applied(3)), new PlanRequest { Direction = MigrationDirection.Down, To = "base" }),
        ["back by two"] = (Linear, StateOf(Applied(1), Applied(2), Applied(3)), new PlanRequest { Direction = MigrationDirection.Down, Distance = 2 }),
        ["in order"] = (Linear, StateOf(Applied(1), Applied(3), Applied(4)), new PlanRequest { Late = LatePolicy.FixOrder }),
        ["late"] = (Linear, StateOf(Applied(1), Applied(3), Applied(4)), new PlanRequest { Late = LatePolicy.RunLate }),
        ["again"] = (Linear, StateOf(Applied(1), Applied(2, status: AppliedStatus.RolledBack, direction: MigrationDirection.Down)), PlanRequest.All),
        ["half done before"] = (Linear, StateOf(Applied(1), HalfDone(2)), PlanRequest.All),
        ["over to another line"] = (Lines, StateOf(Applied(1)), new PlanRequest { Via = "over" }),
    };

    private static IEnumerable<string> Names => Requests.Keys;

    [TestCaseSource(nameof(Names))]
    public void A_run_of_it_that_stops_anywhere_can_go_on(string name)
    {
        var (graph, state, request) = Requests[name];
        var plan = Plan.Create(graph, state, request);
        Assert.That(plan.Steps, Is.Not.Empty);

        for (var done = 0; done <= plan.Steps.Count; done++)
        {
            foreach (var begun in done < plan.Steps.Count ? new[] { false, true } : [false])
            {
                var rest = Plan.Create(graph, Stopped(state, plan, done, begun), Reviewed(request, plan));

                Assert.That((rest.Steps.Select(Name).ToList(), rest.DoneBefore), Is.EqualTo((plan.Steps.Skip(done).Select(Name).ToList(), done)), $"after {done} step(s), {(begun ? "in the next" : "before the next")}");
            }
        }
    }

    [TestCaseSource(nameof(Names))]
    public void What_another_run_did_is_not_taken_for_its_own(string name)
    {
        var (graph, state, request) = Requests[name];
        var plan = Plan.Create(graph, state, request);

        for (var done = 0; done < plan.Steps.Count; done++)
        {
            Refuses(graph, Stopped(state, plan, done, begun: true, by: null), request, plan);
            Refuses(graph, Stopped(state, plan, done + 1, begun: false, by: "another plan"), request, plan);
        }
    }

    [Test]
    public void Any_other_change_is_still_refused()
    {
        var (state, request) = (StateOf(Applied(1)), new PlanRequest { Tree = "main" });
        var plan = Plan.Create(Linear, state, request);
        var stopped = Stopped(state, plan, 2, begun: true);

        Refuses(Linear, Changed(stopped, heads: [new HeadRecord { Tree = "other", Revision = Id(1), Run = "x" }]), request, plan);
        Refuses(Linear, Changed(stopped, records: [Applied(1, "other")]), request, plan);
        Refuses(Linear, Changed(stopped, records: [stopped.Find("main", Id(1))! with { Run = "x" }]), request, plan);
        Refuses(Linear, Changed(stopped, records: [stopped.Find("main", Id(2))! with { Status = AppliedStatus.RolledBack }]), request, plan);
        Refuses(Linear, Changed(stopped, records: [stopped.Find("main", Id(4))! with { Direction = MigrationDirection.Down }]), request, plan);
        Refuses(Linear, Changed(stopped, heads: [stopped.Head("main")! with { Revision = Id(2) }]), request, plan);
    }

    [Test]
    public void What_would_run_now_must_be_the_rest_of_it()
    {
        var plan = Plan.Create(Linear, StateOf(Applied(1)), PlanRequest.All);
        var stopped = Stopped(StateOf(Applied(1)), plan, 1, begun: false);

        Refuses(GraphOf([.. Enumerable.Range(1, 6).Select(n => Migration(n)), Migration(1, "other"), Migration(2, "other")]), stopped, PlanRequest.All, plan);
    }

    [Test]
    public void Half_done_data_that_were_accepted_before_it_are_not_accepted_again()
    {
        var graph = GraphOf(Migration(1), Migration(2));
        var half = Applied(2, status: AppliedStatus.Failed, isPartial: true) with { Transaction = false, Written = [new CollectionWrites("a", new WriteCounts { Modified = 1 })] };
        var request = new PlanRequest { AcceptHalfDone = [$"main@{Id(2)}"] };
        var plan = Plan.Create(graph, StateOf(Applied(1), half), request);
        var again = half with { Run = "2", Reviewed = plan.Fingerprint };

        Assert.That(() => Plan.Create(graph, StateOf(Applied(1), again), Reviewed(request, plan)), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DecisionRequired));
    }

    private static string Name(PlannedStep step) => $"{step.Direction} {step.Migration.Identity} {step.HeadAfter?.Id}";

    private static PlanRequest Reviewed(PlanRequest request, Plan plan) => request with { Reviewed = plan.Content.Reviewed(plan.Fingerprint) };

    private static void Refuses(RevisionGraph graph, DatabaseState state, PlanRequest request, Plan plan) =>
        Assert.That(() => Plan.Create(graph, state, Reviewed(request, plan)), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.PlanOutdated));

    private static DatabaseState Stopped(DatabaseState state, Plan plan, int done, bool begun) => Stopped(state, plan, done, begun, plan.Fingerprint);

    // As runs of the plan leave it: so many steps done, and the next one begun.
    private static DatabaseState Stopped(DatabaseState state, Plan plan, int done, bool begun, string? by)
    {
        foreach (var (step, number) in plan.Steps.Take(done + (begun ? 1 : 0)).Select((s, i) => (s, i)))
        {
            var isDone = number < done;
            var record = (state.Find(step.Migration.Tree, step.Migration.Id) ?? new AppliedMigration { Tree = step.Migration.Tree, Id = step.Migration.Id, Transaction = true }) with
            {
                Checksum = step.Migration.Checksum, Direction = step.Direction, Run = $"run {number}", Reviewed = by,
                Status = !isDone ? AppliedStatus.Running : step.Direction == MigrationDirection.Up ? AppliedStatus.Done : AppliedStatus.RolledBack,
            };
            var head = new HeadRecord { Tree = step.Migration.Tree, Revision = step.HeadAfter?.Id, Line = step.HeadAfter?.Line, Version = step.HeadAfter?.Version, Run = $"run {number}", Reviewed = by };
            state = Changed(state, isDone ? [head] : [], [record]);
        }

        return state;
    }

    private static DatabaseState Changed(DatabaseState state, HeadRecord[]? heads = null, AppliedMigration[]? records = null) => new(
        state.Heads.ExceptBy((heads ?? []).Select(h => h.Tree), h => h.Tree).Concat(heads ?? []),
        state.Records.ExceptBy((records ?? []).Select(r => (r.Tree, r.Id)), r => (r.Tree, r.Id)).Concat(records ?? []));
}
