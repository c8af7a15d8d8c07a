using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Planning;

// 1 - 2 - |3: barrier 0.5.0| - 4 - 5
public sealed class BarrierPlanTests
{
    private static readonly RevisionGraph Graph = GraphOf(Migration(1), Migration(2), Barrier(3, version: "0.5.0"), Migration(4), Migration(5));

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public void A_database_before_a_barrier_is_too_old(int applied)
    {
        var failure = Assert.Throws<MigrationException>(() => Plan.Create(Graph, AtNumber(applied), PlanRequest.All));

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.BarrierInTheWay));
        Assert.That(failure.Message, Does.Contain("use product < 0.5.0").And.Contain("main/3.cs(3)"));
    }

    [TestCase(3, null, "main4 main5")]
    [TestCase(4, null, "main5")]
    [TestCase(3, 1, "main4")]
    [TestCase(5, null, "")]
    public void After_a_barrier_a_database_continues(int applied, int? distance, string expected) =>
        Assert.That(Text(Plan.Create(Graph, AtNumber(applied), new PlanRequest { Distance = distance })), Is.EqualTo(expected));

    [Test]
    public void Up_to_a_barrier_a_path_is_a_path() => Assert.That(Text(Plan.Create(Graph, AtNumber(0), new PlanRequest { To = Id(2) })), Is.EqualTo("main1 main2"));

    [TestCase(5, 1, "-main5")]
    [TestCase(5, 9, "-main5 -main4")]
    [TestCase(3, 1, "")]
    public void A_way_back_by_distance_ends_at_the_barrier(int applied, int distance, string expected) =>
        Assert.That(Text(Plan.Create(Graph, AtNumber(applied), new PlanRequest { Direction = MigrationDirection.Down, Distance = distance })), Is.EqualTo(expected));

    [TestCase("base")]
    [TestCase("20260101000002")]
    public void A_way_back_to_before_the_barrier_is_refused(string to) =>
        Assert.That(() => Plan.Create(Graph, AtNumber(5), new PlanRequest { Direction = MigrationDirection.Down, To = to }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.BarrierInTheWay));

    [Test]
    public void A_way_back_to_the_barrier_itself_is_a_path() =>
        Assert.That(Text(Plan.Create(Graph, AtNumber(5), new PlanRequest { Direction = MigrationDirection.Down, To = Id(3) })), Is.EqualTo("-main5 -main4"));

    [Test]
    public void What_was_before_the_barrier_may_be_gone_from_the_plugin()
    {
        var later = GraphOf(Barrier(3, version: "0.5.0"), Migration(4));

        Assert.That(() => Plan.Create(later, StateOf(Applied(1), Applied(2)), PlanRequest.All), Throws.TypeOf<MigrationException>().With.Message.Contains("use product < 0.5.0"));
    }

    [Test]
    public void A_barrier_that_is_put_before_where_a_database_stands_is_passed()
    {
        var state = StateOf(Applied(1), Applied(2), Applied(4));

        Assert.That(Text(Plan.Create(Graph, state, PlanRequest.All)), Is.EqualTo("main5"));
        Assert.That(Text(Plan.Create(GraphOf(Barrier(3), Migration(4), Migration(5)), state, PlanRequest.All)), Is.EqualTo("main5"), "what was before it may be gone");
        Assert.That(Text(Plan.Create(Graph, state, new PlanRequest { Direction = MigrationDirection.Down, Distance = 9 })), Is.EqualTo("-main4"), "and the way back ends there");
        Assert.That(() => Plan.Create(Graph, state, new PlanRequest { Direction = MigrationDirection.Down, To = "base" }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.BarrierInTheWay));
    }

    [Test]
    public void A_database_that_went_back_to_a_passed_barrier_stands_there()
    {
        var state = StateOf(Applied(1), Applied(2), Applied(4));
        var back = After(state, Plan.Create(Graph, state, new PlanRequest { Direction = MigrationDirection.Down, Distance = 9 }));

        Assert.That(back.Head("main")!.Revision, Is.EqualTo(Id(3)));
        Assert.That(Text(Plan.Create(Graph, back, PlanRequest.All)), Is.EqualTo("main4 main5"));
    }

    [Test]
    public void The_newest_of_two_barriers_is_named()
    {
        var graph = GraphOf(Migration(1), Barrier(2, version: "0.5.0"), Migration(3), Barrier(4, version: "0.9.0"), Migration(5));

        Assert.That(() => Plan.Create(graph, At(graph, $"main@{Id(1)}"), PlanRequest.All), Throws.TypeOf<MigrationException>().With.Message.Contains("use product < 0.9.0"));
        Assert.That(() => Plan.Create(graph, At(graph, $"main@{Id(2)}"), PlanRequest.All), Throws.TypeOf<MigrationException>().With.Message.Contains("use product < 0.9.0"));
        Assert.That(Text(Plan.Create(graph, At(graph, $"main@{Id(4)}"), PlanRequest.All)), Is.EqualTo("main5"));
    }

    private static DatabaseState AtNumber(int number) => number == 0 ? At(Graph) : At(Graph, $"main@{Id(number)}");
}
