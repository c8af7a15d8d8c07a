using Migrations.Engine.Planning;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Planning;

public sealed class LatePolicyTests
{
    [TestCase(nameof(LatePolicy.RunLate), "main2 main5")]
    [TestCase(nameof(LatePolicy.FixOrder), "-main4 -main3 main2 main3 main4 main5")]
    public void A_late_migration_is_treated_as_the_policy_says(string policy, string expected)
    {
        var graph = GraphOf([.. Enumerable.Range(1, 5).Select(n => Migration(n))]);

        Assert.That(Text(Plan.Create(graph, StateOf(Applied(1), Applied(3), Applied(4)), new PlanRequest { Late = Enum.Parse<LatePolicy>(policy) })), Is.EqualTo(expected));
    }

    [Test]
    public void Running_late_leaves_the_head_where_it_is()
    {
        var plan = Plan.Create(GraphOf(Migration(1), Migration(2)), StateOf(Applied(2)), new PlanRequest { Late = LatePolicy.RunLate });

        Assert.That(plan.Steps.Select(s => s.HeadAfter?.Id), Is.EqualTo(new[] { Id(2) }));
        Assert.That(Text(Plan.Create(GraphOf(Migration(1), Migration(2)), After(StateOf(Applied(2)), plan), PlanRequest.All)), Is.Empty);
    }

    [Test]
    public void Fixing_the_order_ends_where_the_plugin_would()
    {
        var graph = GraphOf(Migration(1), Migration(2), Migration(3));
        var state = StateOf(Applied(1), Applied(3));
        var plan = Plan.Create(graph, state, new PlanRequest { Late = LatePolicy.FixOrder });

        Assert.That(plan.Steps.Select(s => s.HeadAfter?.Id), Is.EqualTo(new[] { Id(1), Id(2), Id(3) }));
        Assert.That(Text(Plan.Create(graph, After(state, plan), PlanRequest.All)), Is.Empty);
    }

    [Test]
    public void The_order_is_not_fixed_over_what_cannot_be_rolled_back() =>
        Assert.That(
            () => Plan.Create(GraphOf(Migration(1), Migration(2), Migration(3, isReversible: false)), StateOf(Applied(1), Applied(3)), new PlanRequest { Late = LatePolicy.FixOrder }),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.Irreversible));

    [TestCase(nameof(LatePolicy.RunLate))]
    [TestCase(nameof(LatePolicy.FixOrder))]
    public void No_policy_skips_a_divergence(string policy) =>
        Assert.That(
            () => Plan.Create(GraphOf(Migration(1), Migration(2), Migration(4)), StateOf(Applied(1), Applied(3), Applied(4)), new PlanRequest { Late = Enum.Parse<LatePolicy>(policy) }),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DivergedHistory));

    [Test]
    public void A_late_migration_is_shown_in_its_place() =>
        Assert.That(
            () => Plan.Create(GraphOf(Migration(1), Migration(2), Migration(3)), StateOf(Applied(1), Applied(3)), PlanRequest.All),
            Throws.TypeOf<MigrationException>().With.Message.Contains($"      {Id(1)} Step 1\n    + {Id(2)} Step 2\n      {Id(3)} Step 3"));
}
