using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Planning;

public sealed class UnwrittenPlanTests
{
    [Test]
    public void A_tree_with_a_migration_that_is_not_written_waits_and_others_continue()
    {
        var graph = GraphOf(Migration(1, "a"), Stub(2, "a"), Migration(3, "a"), Migration(1, "b"), Migration(4, "b"));

        var plan = Plan.Create(graph, At(graph), PlanRequest.All);

        Assert.That(Text(plan), Is.EqualTo("b1 b4"));
        Assert.That(plan.Held.Select(s => s.Migration.Id), Is.EqualTo(new[] { Id(1), Id(2), Id(3) }));
        Assert.That(plan.NotWritten.Single(), Has.Property("Code").EqualTo(MigrationErrorCode.MigrationNotWritten).And.Property("Migration").EqualTo(plan.Held[1].Migration));
        Assert.That(plan.NotWritten.Single().Text, Does.Contain("a/2.cs").And.Contain("UpAsync does nothing but throw").And.Contain($"migrate --to a@{Id(1)}'"));
    }

    [Test]
    public void A_way_back_that_is_not_written_is_a_promise_that_nobody_keeps()
    {
        var graph = GraphOf(Migration(1, "a", isReversible: false) with { DownNotWritten = "DownUpdate, DownFilter" });

        var plan = Plan.Create(graph, At(graph), PlanRequest.All);

        Assert.That(plan.Steps, Is.Empty);
        Assert.That(plan.NotWritten.Single().Text, Does.Contain("DownUpdate and DownFilter do nothing but throw").And.Contain("remove the interface").And.Not.Contain("--to"));
    }

    [Test]
    public void What_depends_on_it_waits_too_and_what_it_needed_before_does_not()
    {
        var graph = GraphOf(Migration(1, "a"), Stub(2, "a"), Migration(5, "b", dependsOn: "a"), Migration(6, "c", dependsOn: "b"), Migration(7, "d", dependsOn: $"a@{Id(1)}"));

        var plan = Plan.Create(graph, At(graph, $"a@{Id(1)}"), PlanRequest.All);

        Assert.That(Text(plan), Is.EqualTo("d7"));
        Assert.That(plan.Held.Select(s => s.Migration.Tree), Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(plan.NotWritten.Single().Text, Does.Contain("'b', 'c'"));
    }

    [Test]
    public void What_comes_before_it_can_be_asked_for()
    {
        var graph = GraphOf(Migration(1, "a"), Stub(2, "a"));

        Assert.That(Text(Plan.Create(graph, At(graph), new PlanRequest { To = $"a@{Id(1)}" })), Is.EqualTo("a1"));
        Assert.That(Text(Plan.Create(graph, At(graph), new PlanRequest { Distance = 1 })), Is.EqualTo("a1"));
    }

    [Test]
    public void Nothing_goes_back_by_a_body_that_is_not_written()
    {
        var graph = GraphOf(Migration(1, "a", isReversible: false) with { DownNotWritten = "DownAsync" });

        Assert.That(
            () => Plan.Create(graph, At(graph, "head"), new PlanRequest { Direction = MigrationDirection.Down, To = "base" }),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.Irreversible).And.Message.Contains("a/1.cs").And.Message.Contains("not written yet: DownAsync does nothing but throw"));
    }

    [Test]
    public void A_way_back_needs_no_way_up()
    {
        var graph = GraphOf(Stub(1, "a"));

        Assert.That(Text(Plan.Create(graph, At(graph, "head"), new PlanRequest { Direction = MigrationDirection.Down, To = "base" })), Is.EqualTo("-a1"));
    }

    [Test]
    public void A_plugin_without_migrations_asks_nothing_of_a_database_that_was_never_initialised([Values] MigrationDirection direction)
    {
        var plan = Plan.Create(GraphOf(), new DatabaseState([], []), new PlanRequest { Direction = direction, Distance = 1 });

        Assert.That(plan.Steps.Count + plan.Held.Count, Is.Zero);
    }
}
