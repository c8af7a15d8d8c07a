using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Planning;

public sealed class DownwardPlanTests
{
    [TestCase(7, 1, null, "7")]
    [TestCase(7, 2, null, "7,6")]
    [TestCase(7, 10, null, "7,6,5,4,3,2,1")]
    [TestCase(3, 1, null, "3")]
    [TestCase(0, 1, null, "")]
    [TestCase(7, null, 5, "7,6")]
    [TestCase(7, null, 7, "")]
    [TestCase(7, 1, 5, "7")]
    public void A_chain_of_seven_is_rolled_back_as_far_as_asked(int applied, int? distance, int? to, string expected)
    {
        var graph = GraphOf([.. Enumerable.Range(1, 7).Select(n => Migration(n))]);
        var state = StateOf([.. Enumerable.Range(1, applied).Select(n => Applied(n))]);

        var plan = Plan.Create(graph, state, new PlanRequest { Direction = MigrationDirection.Down, Distance = distance, To = to is { } number ? Id(number) : null });

        Assert.That(string.Join(',', plan.Steps.Select(s => int.Parse(s.Migration.Id[^2..]))), Is.EqualTo(expected));
    }

    // What is half done goes back first, and the head, which never was there, stays.
    [Test]
    public void A_half_done_migration_goes_back_first()
    {
        var (graph, state) = (GraphOf(Migration(1), Migration(2)), StateOf(Applied(1), HalfDone(2)));

        var one = Plan.Create(graph, state, new PlanRequest { Direction = MigrationDirection.Down, Distance = 1 });
        var all = Plan.Create(graph, state, new PlanRequest { Direction = MigrationDirection.Down, To = "base" });
        var kept = Plan.Create(graph, state, new PlanRequest { Direction = MigrationDirection.Down, To = Id(2) });

        Assert.That(one.Steps.Single(), Has.Property("IsTurnedBack").True.And.Property("IsResumed").True);
        Assert.That(one.Steps.Single().HeadAfter?.Id, Is.EqualTo(Id(1)));
        Assert.That(Text(all), Is.EqualTo("-main2 -main1"));
        Assert.That(kept.Steps, Is.Empty);
    }

    [Test]
    public void A_half_done_migration_is_rolled_back_from_its_images()
    {
        var migration = Migration(1, isReversible: false) with { KeepsBeforeImages = true };

        var plan = Plan.Create(GraphOf(migration), StateOf(HalfDone(1, keepsImages: true)), new PlanRequest { Direction = MigrationDirection.Down, To = "base" });

        Assert.That(plan.Steps.Single(), Has.Property("IsFromImages").True.And.Property("IsTurnedBack").True);
    }

    [Test]
    public void Base_takes_everything_back()
    {
        var graph = GraphOf(Migration(1), Migration(2));

        var plan = Plan.Create(graph, StateOf(Applied(1), Applied(2)), new PlanRequest { Direction = MigrationDirection.Down, To = "base" });

        Assert.That(plan.Steps, Has.Count.EqualTo(2));
    }

    [Test]
    public void The_head_after_each_step_is_the_migration_before_it()
    {
        var graph = GraphOf(Migration(1), Migration(2));

        var plan = Plan.Create(graph, StateOf(Applied(1), Applied(2)), new PlanRequest { Direction = MigrationDirection.Down, To = "base" });

        Assert.That(plan.Steps.Select(s => s.HeadAfter?.Id), Is.EqualTo(new[] { Id(1), null }));
    }

    [Test]
    public void A_late_migration_does_not_stop_the_way_back()
    {
        var graph = GraphOf(Migration(1), Migration(2));

        var plan = Plan.Create(graph, StateOf(Applied(2)), new PlanRequest { Direction = MigrationDirection.Down, Distance = 1 });

        Assert.That(plan.Steps.Select(s => s.Migration.Id), Is.EqualTo(new[] { Id(2) }));
    }

    [Test]
    public void An_interrupted_rollback_is_resumed()
    {
        var graph = GraphOf(Migration(1));

        var plan = Plan.Create(graph, StateOf(Applied(1, status: AppliedStatus.Failed, direction: MigrationDirection.Down, isPartial: true)), new PlanRequest { Direction = MigrationDirection.Down, Distance = 1 });

        Assert.That(plan.Steps.Single().IsResumed, Is.True);
    }
}
