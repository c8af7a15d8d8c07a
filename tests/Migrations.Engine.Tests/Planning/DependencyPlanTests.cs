using Migrations.Engine.Planning;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Planning;

public sealed class DependencyPlanTests
{
    private static readonly PlanRequest Back = new() { Direction = MigrationDirection.Down, To = "base" };

    [Test]
    public void A_tree_comes_after_the_tree_it_depends_on()
    {
        var graph = GraphOf(Migration(1, "a", dependsOn: "b"), Migration(2, "a"), Migration(3, "b"), Migration(4, "b"), Migration(2, "c"));

        Assert.That(Text(Plan.Create(graph, At(graph), PlanRequest.All)), Is.EqualTo("c2 b3 b4 a1 a2"));
    }

    [Test]
    public void The_way_back_is_the_same_order_from_its_end()
    {
        var graph = GraphOf(Migration(1, "a", dependsOn: "b"), Migration(2, "a"), Migration(3, "b"), Migration(4, "b"), Migration(2, "c"));

        Assert.That(Text(Plan.Create(graph, At(graph, "head"), Back)), Is.EqualTo("-a2 -a1 -b4 -b3 -c2"));
    }

    [Test]
    public void Trees_may_wait_for_single_revisions_of_each_other()
    {
        var graph = GraphOf(Migration(1, "a"), Migration(4, "a", dependsOn: $"b@{Id(9)}"), Migration(2, "b", dependsOn: $"a@{Id(1)}"), Migration(9, "b"));

        Assert.That(Text(Plan.Create(graph, At(graph), PlanRequest.All)), Is.EqualTo("a1 b2 b9 a4"));
    }

    [Test]
    public void Revisions_that_wait_for_each_other_are_refused()
    {
        var graph = GraphOf(Migration(1, "a", dependsOn: $"b@{Id(2)}"), Migration(2, "b", dependsOn: $"a@{Id(1)}"));

        Assert.That(() => Plan.Create(graph, At(graph), PlanRequest.All), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DependencyUnmet));
    }

    [TestCase("b")]
    [TestCase("b@20260101000003")]
    [TestCase("b@2.0.0")]
    public void A_single_tree_is_not_migrated_before_what_it_depends_on(string need)
    {
        var graph = GraphOf(Migration(5, "a", dependsOn: need), Migration(3, "b", version: "2.0.0"));

        Assert.That(() => Plan.Create(graph, At(graph), new PlanRequest { Tree = "a" }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DependencyUnmet).And.Message.Contains(need));
        Assert.That(Text(Plan.Create(graph, At(graph, "b@head"), new PlanRequest { Tree = "a" })), Is.EqualTo("a5"));
    }

    [Test]
    public void What_something_applied_depends_on_is_not_rolled_back()
    {
        var graph = GraphOf(Migration(1, "b"), Migration(2, "b"), Migration(5, "a", dependsOn: $"b@{Id(1)}"));

        Assert.That(() => Plan.Create(graph, At(graph, "head"), Back with { Tree = "b" }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DependencyUnmet));
        Assert.That(Text(Plan.Create(graph, At(graph, "head"), Back with { Tree = "b", To = Id(1) })), Is.EqualTo("-b2"));
    }
}
