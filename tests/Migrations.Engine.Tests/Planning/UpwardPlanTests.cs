using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Planning;

public sealed class UpwardPlanTests
{
    [TestCase(0, null, null, "1,2,3,4,5,6,7")]
    [TestCase(0, 1, null, "1")]
    [TestCase(0, 2, null, "1,2")]
    [TestCase(0, 10, null, "1,2,3,4,5,6,7")]
    [TestCase(3, null, null, "4,5,6,7")]
    [TestCase(3, 2, null, "4,5")]
    [TestCase(7, null, null, "")]
    [TestCase(7, 10, null, "")]
    [TestCase(0, null, 4, "1,2,3,4")]
    [TestCase(3, null, 3, "")]
    [TestCase(0, 2, 4, "1,2")]
    public void A_chain_of_seven_is_taken_as_far_as_asked(int applied, int? distance, int? to, string expected)
    {
        var graph = GraphOf([.. Enumerable.Range(1, 7).Select(n => Migration(n))]);
        var state = StateOf([.. Enumerable.Range(1, applied).Select(n => Applied(n))]);

        var plan = Plan.Create(graph, state, new PlanRequest { Distance = distance, To = to is { } number ? Id(number) : null });

        Assert.That(string.Join(',', plan.Steps.Select(s => int.Parse(s.Migration.Id[^2..]))), Is.EqualTo(expected));
    }

    [Test]
    public void Trees_are_taken_together_in_the_order_of_their_ids()
    {
        var graph = GraphOf(Migration(1, "a"), Migration(4, "a"), Migration(2, "b"), Migration(3, "b"));

        var plan = Plan.Create(graph, StateOf(), PlanRequest.All);

        Assert.That(plan.Steps.Select(s => $"{s.Migration.Tree}{s.Migration.Id[^1]}"), Is.EqualTo(new[] { "a1", "b2", "b3", "a4" }));
    }

    [Test]
    public void One_tree_can_be_asked_for()
    {
        var graph = GraphOf(Migration(1, "a"), Migration(2, "b"));

        var plan = Plan.Create(graph, StateOf(), new PlanRequest { Tree = "b" });

        Assert.That(plan.Steps.Select(s => s.Migration.Tree), Is.EqualTo(new[] { "b" }));
    }

    [Test]
    public void A_version_names_a_target()
    {
        var graph = GraphOf(Migration(1, version: "0.1.0"), Migration(2, version: "0.2.0"), Migration(3, version: "0.3.0"));

        var plan = Plan.Create(graph, StateOf(), new PlanRequest { To = "0.2.0" });

        Assert.That(plan.Steps, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_tree_in_the_target_is_the_tree_that_is_planned()
    {
        var graph = GraphOf(Migration(1, "a"), Migration(1, "b"));

        var plan = Plan.Create(graph, StateOf(), new PlanRequest { To = $"b@{Id(1)}" });

        Assert.That(plan.Steps.Select(s => s.Migration.Tree), Is.EqualTo(new[] { "b" }));
    }

    [Test]
    public void A_failed_migration_is_resumed_first()
    {
        var graph = GraphOf(Migration(1), Migration(2));

        var plan = Plan.Create(graph, StateOf(Applied(1, status: AppliedStatus.Failed, isPartial: true)), PlanRequest.All);

        Assert.That(plan.Steps.Select(s => s.IsResumed), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public void A_rolled_back_migration_is_applied_again()
    {
        var graph = GraphOf(Migration(1));

        var plan = Plan.Create(graph, StateOf(Applied(1, status: AppliedStatus.RolledBack, direction: MigrationDirection.Down)), PlanRequest.All);

        Assert.That(plan.Steps, Has.Count.EqualTo(1));
    }

    [Test]
    public void The_same_state_gives_the_same_fingerprint_and_another_state_another()
    {
        var graph = GraphOf(Migration(1), Migration(2));

        var first = Plan.Create(graph, StateOf(), PlanRequest.All);
        var again = Plan.Create(graph, StateOf(), PlanRequest.All);
        var later = Plan.Create(graph, StateOf(Applied(1)), PlanRequest.All);

        Assert.That(again.Fingerprint, Is.EqualTo(first.Fingerprint));
        Assert.That(later.Fingerprint, Is.Not.EqualTo(first.Fingerprint));
    }
}
