using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Storage;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Planning.Stamping;

public sealed class StampPlanTests
{
    private static readonly DatabaseState Nothing = new([], []);
    private static readonly RevisionGraph Graph = GraphOf(Migration(1, "a", version: "0.1.0"), Migration(2, "a", version: "0.2.0"), Migration(1, "b", version: "1.0.0"));

    [TestCase(new string[0], "a at base, b at base")]
    [TestCase(new[] { "base" }, "a at base, b at base")]
    [TestCase(new[] { "head" }, "a at 02, b at 01")]
    [TestCase(new[] { "a@0.1.0" }, "a at 01, b at base")]
    [TestCase(new[] { "a@0.1.0", "b@head" }, "a at 01, b at 01")]
    [TestCase(new[] { "head", "a@0.1.0" }, "a at 01, b at 01")]
    [TestCase(new[] { "a@0.1.5" }, "a at 01, b at base")]
    public void All_trees_are_stamped_in_one_plan(string[] at, string expected) => Assert.That(Heads(Initialise(Nothing, at)), Is.EqualTo(expected));

    [Test]
    public void What_is_behind_the_position_counts_as_applied() =>
        Assert.That(Initialise(Nothing, "a@0.2.0").Applied.Select(m => m.Identity.ToString()), Is.EqualTo(new[] { $"a@{Id(1)}", $"a@{Id(2)}" }));

    [Test]
    public void A_database_is_initialised_once()
    {
        var once = Initialise(Nothing, "head").ApplyTo(Nothing);

        var behind = Initialise(Nothing, "a@0.1.0").ApplyTo(Nothing);

        Assert.That(() => Initialise(behind, "head"), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.AlreadyInitialised));
        Assert.That(() => StampPlan.Create(Graph, once, new StampRequest { At = ["a@base"] }, ("db", null)), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.AlreadyInitialised));
    }

    [TestCase("head")]
    [TestCase("base")]
    [TestCase("a@0.1.0")]
    public void Saying_again_what_was_said_or_what_it_has_passed_since_stores_nothing(string at)
    {
        var once = Initialise(Nothing, "head").ApplyTo(Nothing);

        Assert.That(Initialise(once, at).IsNothing, Is.True);
    }

    [Test]
    public void Force_replaces_the_position_and_removes_what_no_longer_counts()
    {
        var once = Initialise(Nothing, "head").ApplyTo(Nothing);
        var plan = StampPlan.Create(Graph, once, new StampRequest { At = ["a@0.1.0"], IsForced = true }, ("db", null));

        Assert.That(plan.Event, Is.EqualTo("force"));
        Assert.That(plan.Forgotten.Select(r => r.Id), Is.EqualTo(new[] { Id(2) }));
        Assert.That(Text(Plan.Create(Graph, plan.ApplyTo(once), PlanRequest.All)), Is.EqualTo("a2"));
    }

    [Test]
    public void Force_forgets_records_that_the_plugin_does_not_know()
    {
        var state = new DatabaseState([new HeadRecord { Tree = "a", Revision = Id(7) }], [Applied(7, "a")]);
        var plan = StampPlan.Create(Graph, state, new StampRequest { At = ["a@head"], IsForced = true }, ("db", null));

        Assert.That(Text(Plan.Create(Graph, plan.ApplyTo(state), new PlanRequest { Tree = "a" })), Is.Empty);
    }

    [Test]
    public void A_database_with_data_is_never_guessed() =>
        Assert.That(() => StampPlan.Create(Graph, Nothing, new StampRequest { IsInitialisation = true }, ("db", "items")), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.PositionNeeded).And.Message.Contains("'items'"));

    [Test]
    public void An_empty_database_begins_at_the_newest_barrier()
    {
        var graph = GraphOf(Migration(1), Barrier(2), Migration(3));

        var plan = StampPlan.Create(graph, Nothing, new StampRequest { IsInitialisation = true }, ("db", null));

        Assert.That(plan.Heads.Single().Revision, Is.EqualTo(Id(2)));
        Assert.That(Text(Plan.Create(graph, plan.ApplyTo(Nothing), PlanRequest.All)), Is.EqualTo("main3"));
    }

    [Test]
    public void A_single_tree_is_stamped_and_the_others_stay_unsaid()
    {
        var state = StampPlan.Create(Graph, Nothing, new StampRequest { At = ["a@head"] }, ("db", "items")).ApplyTo(Nothing);

        Assert.That(Text(Plan.Create(Graph, state, new PlanRequest { Tree = "a" })), Is.Empty);
        Assert.That(() => Plan.Create(Graph, state, PlanRequest.All), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.NotInitialised).And.Message.Contains("'b'"));
        Assert.That(Text(Plan.Create(Graph, StampPlan.Create(Graph, state, new StampRequest { At = ["b@base"] }, ("db", null)).ApplyTo(state), PlanRequest.All)), Is.EqualTo("b1"));
    }

    [Test]
    public void Without_a_position_the_application_is_believed()
    {
        var state = new DatabaseState([], [], [new ComponentRecord("a", null, "0.1.0"), new ComponentRecord("b", null, null)]);

        Assert.That(Heads(StampPlan.Create(Graph, state, new StampRequest(), ("db", "items"))), Is.EqualTo("a at 01, b at base"));
    }

    [Test]
    public void Without_a_position_and_a_declaration_nothing_is_stamped() =>
        Assert.That(() => StampPlan.Create(Graph, Nothing, new StampRequest(), ("db", null)), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.PositionNeeded));

    [Test]
    public void One_tree_stands_at_one_revision() =>
        Assert.That(() => Initialise(Nothing, "a@0.1.0", "a@0.2.0"), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.AmbiguousTarget));

    [TestCase("a@0.1.0", "a2 b1")]
    [TestCase("base", "a1 b1 a2")]
    public void A_plan_may_say_where_a_database_stands_that_nobody_initialised(string from, string expected)
    {
        var (stamp, plan) = FirstPlan.Create(Graph, Nothing, new PlanRequest { From = [from] }, "db");

        Assert.That((Text(plan).Split(' ').Order(), stamp?.Event), Is.EqualTo((expected.Split(' ').Order(), "initialise")));
    }

    [Test]
    public void What_is_recorded_is_not_overruled_by_a_claim()
    {
        var state = Initialise(Nothing, "a@0.1.0").ApplyTo(Nothing);

        Assert.That(() => FirstPlan.Create(Graph, state, new PlanRequest { From = ["a@0.2.0"] }, "db"), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.StampContradicted));
        Assert.That(Text(FirstPlan.Create(Graph, state, new PlanRequest { From = ["a@0.1.0"], Tree = "a" }, "db").Plan), Is.EqualTo("a2"));
    }

    [Test]
    public void Where_nothing_is_applicable_a_database_is_stamped_without_being_told()
    {
        var (stamp, plan) = FirstPlan.Create(GraphOf(), Nothing, PlanRequest.All, "db");
        var (older, none) = FirstPlan.Create(Graph, Nothing, new PlanRequest { To = "a@0.0.1" }, "db");

        Assert.That((stamp?.Event, older?.Event, plan.Steps.Count, none.Steps.Count), Is.EqualTo(("autoStamp", "autoStamp", 0, 0)));
    }

    [Test]
    public void Where_something_is_applicable_nothing_is_guessed() =>
        Assert.That(() => FirstPlan.Create(Graph, Nothing, PlanRequest.All, "db"), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.NotInitialised));

    private static StampPlan Initialise(DatabaseState state, params string[] at) => StampPlan.Create(Graph, state, new StampRequest { At = at, IsInitialisation = true }, ("db", null));

    private static string Heads(StampPlan plan) => string.Join(", ", plan.Heads.Select(h => $"{h.Tree} at {h.Revision?[^2..] ?? "base"}"));
}
