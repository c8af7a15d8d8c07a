using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Planning;

// Two lines from base, and a one-shot between them:
//   base - 1 (Int 0.1.0) - 2 (Int 0.9.0) - 3 (Int 1.0.0) --- 9 "cross" ---> 4
//   base ------------------------------------------------- 4 (Uuid 1.0.0) - 5 (Uuid 1.1.0)
public sealed class LinePlanTests
{
    private static readonly MigrationTreeAttribute DefaultInt = new("main") { DefaultLine = "Int" };

    [TestCase("base", null, null, "main1 main2 main3")]
    [TestCase("base", "main/Uuid@head", null, "main4 main5")]
    [TestCase("base", "main/Uuid@1.0.0", null, "main4")]
    [TestCase("base", "main/Int@1.0.0", null, "main1 main2 main3")]
    [TestCase("base", "main@0.9.0", null, "main1 main2")]
    [TestCase("base", "head", null, "main1 main2 main3")]
    [TestCase("base", null, "cross", "main1 main2 main3 main9 main5")]
    [TestCase("main/Int@1.0.0", null, null, "")]
    [TestCase("main/Int@1.0.0", null, "cross", "main9 main5")]
    [TestCase("main/Int@1.0.0", "main/Uuid@1.0.0", "cross", "main9")]
    [TestCase("main/Int@0.9.0", "main/Uuid@1.0.0", "main/cross", "main3 main9")]
    [TestCase("main/Uuid@1.0.0", null, null, "main5")]
    public void A_database_follows_its_line_and_leaves_it_only_by_name(string at, string? to, string? via, string expected)
    {
        var graph = Lines(DefaultInt);

        Assert.That(Text(Plan.Create(graph, At(graph, at), new PlanRequest { To = to, Via = via })), Is.EqualTo(expected));
    }

    [TestCase("main/Int@1.0.0", "main/Uuid@1.0.0", null, MigrationErrorCode.NoPath)]
    [TestCase("main/Uuid@1.0.0", "main/Int@1.0.0", null, MigrationErrorCode.NoPath)]
    [TestCase("main/Uuid@1.0.0", null, "cross", MigrationErrorCode.OneShotUnusable)]
    [TestCase("main/Int@1.0.0", null, "elsewhere", MigrationErrorCode.OneShotUnusable)]
    [TestCase("main/Int@1.0.0", "main/Int@0.1.0", null, MigrationErrorCode.TargetIsBehind)]
    [TestCase("base", "main@1.0.0", null, MigrationErrorCode.AmbiguousTarget)]
    [TestCase("base", "main/Nowhere@1.0.0", null, MigrationErrorCode.UnknownTarget)]
    public void What_no_path_reaches_is_refused(string at, string? to, string? via, MigrationErrorCode code)
    {
        var graph = Lines(DefaultInt);

        Assert.That(() => Plan.Create(graph, At(graph, at), new PlanRequest { To = to, Via = via }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(code));
    }

    [Test]
    public void The_refusal_names_the_one_shot_that_leads_there()
    {
        var graph = Lines(DefaultInt);

        Assert.That(() => Plan.Create(graph, At(graph, "main/Int@1.0.0"), new PlanRequest { To = "main/Uuid@1.1.0" }), Throws.TypeOf<MigrationException>().With.Message.Contains("--via cross"));
    }

    [Test]
    public void Several_lines_without_a_default_are_not_chosen_between() =>
        Assert.That(() => Plan.Create(Lines(), At(Lines()), PlanRequest.All), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.LineNeeded));

    [Test]
    public void A_line_is_named_without_its_tree_when_the_tree_is_given_otherwise() =>
        Assert.That(Text(Plan.Create(Lines(), At(Lines()), new PlanRequest { Tree = "main", To = "Uuid@head" })), Is.EqualTo("main4 main5"));

    [Test]
    public void The_way_back_is_the_way_it_came_one_shot_included()
    {
        var graph = Lines(DefaultInt);
        var state = After(At(graph, "main/Int@0.9.0"), Plan.Create(graph, At(graph, "main/Int@0.9.0"), new PlanRequest { Via = "cross" }));

        Assert.That(Text(Plan.Create(graph, state, new PlanRequest { Direction = MigrationDirection.Down, To = "base" })), Is.EqualTo("-main5 -main9 -main3 -main2 -main1"));
        Assert.That(Text(Plan.Create(graph, state, new PlanRequest { Direction = MigrationDirection.Down, To = "main/Int@1.0.0" })), Is.EqualTo("-main5 -main9"));
        Assert.That(Text(Plan.Create(graph, state, PlanRequest.All)), Is.Empty);
        Assert.That(Text(Plan.Create(graph, state, new PlanRequest { Via = "cross" })), Is.Empty);
    }

    [Test]
    public void The_head_after_a_one_shot_is_its_target_and_before_it_its_origin()
    {
        var graph = Lines(DefaultInt);
        var step = Plan.Create(graph, At(graph, "main/Int@1.0.0"), new PlanRequest { Via = "cross" }).Steps[0];

        Assert.That((step.HeadBefore?.Id, step.HeadAfter?.Id), Is.EqualTo((Id(3), Id(4))));
    }

    [Test]
    public void A_one_shot_is_not_named_for_a_rollback() =>
        Assert.That(() => Plan.Create(Lines(), At(Lines(), "main/Uuid@1.0.0"), new PlanRequest { Direction = MigrationDirection.Down, Distance = 1, Via = "cross" }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.OneShotUnusable));

    [Test]
    public void A_rollback_to_where_the_database_never_was_is_refused() =>
        Assert.That(() => Plan.Create(Lines(), At(Lines(), "main/Uuid@1.0.0"), new PlanRequest { Direction = MigrationDirection.Down, To = "main/Int@0.1.0" }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.NoPath));

    private static RevisionGraph Lines(params MigrationTreeAttribute[] trees) => GraphOf(
        trees,
        Migration(1, line: "Int", version: "0.1.0"),
        Migration(2, line: "Int", version: "0.9.0"),
        Migration(3, line: "Int", version: "1.0.0"),
        Migration(4, line: "Uuid", version: "1.0.0"),
        Migration(5, line: "Uuid", version: "1.1.0"),
        OneShot(9, "cross", "Int@1.0.0", "Uuid@1.0.0"));
}
