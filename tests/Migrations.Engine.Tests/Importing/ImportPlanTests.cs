using Migrations.Engine.Importing;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Importing;

public sealed class ImportPlanTests
{
    private static readonly DatabaseState Nothing = new([], []);
    private static readonly RevisionGraph Graph = GraphOf(Migration(1, "a", version: "0.1.0"), Migration(2, "a", version: "0.2.0"), Migration(3, "a", version: "0.3.0"), Migration(1, "b", version: "1.0.0"));

    [Test]
    public void Names_are_found_by_id_and_by_version()
    {
        var graph = GraphOf(Migration(1, version: "0.1.0"), Migration(2), Migration(3));
        var plan = Plan(graph, Nothing, [], new ForeignMigration($"{Id(2)}-x.js", null) { Ids = [Id(2)] }, Version("0.1.0"));

        Assert.That(Text(plan), Is.EqualTo("main1 main2"));
        Assert.That(plan.Heads.Select(h => h.Revision), Is.EqualTo(new[] { Id(2) }));
    }

    [Test]
    public void Trees_of_which_the_log_has_nothing_are_at_base_and_the_whole_is_clean()
    {
        var plan = Plan(Graph, Nothing, [], Version("0.1.0"), Version("0.2.0"), Version("0.3.0"));
        var after = Apply(Nothing, plan);

        Assert.That(plan.Heads.Select(h => $"{h.Tree} {h.Revision}"), Is.EqualTo(new[] { $"a {Id(3)}", "b " }));
        Assert.That(VerifyReport.Create(Graph, after, "a") is { Findings.Count: 0, Pending.Count: 0 });
    }

    [Test]
    public void A_second_import_has_nothing_to_do()
    {
        var first = Plan(Graph, Nothing, [], Version("0.1.0"), Version("0.2.0"));
        var second = Plan(Graph, Apply(Nothing, first), [], Version("0.1.0"), Version("0.2.0"));

        Assert.That(second.IsNothing);
        Assert.That(second.Recorded.Select(r => r.Id), Is.EqualTo(new[] { Id(1), Id(2) }));
    }

    [Test]
    public void What_the_old_tool_applied_since_is_added()
    {
        var first = Plan(Graph, Nothing, [], Version("0.1.0"));
        var second = Plan(Graph, Apply(Nothing, first), [], Version("0.1.0"), Version("0.2.0"));

        Assert.That((Text(second), second.Heads.Single().Revision), Is.EqualTo(("a2", Id(2))));
    }

    [Test]
    public void Heads_that_a_broken_import_did_not_write_are_written_by_the_next()
    {
        var state = new DatabaseState([], [Applied(1, "a"), Applied(2, "a")]);

        var plan = Plan(Graph, state, [], Version("0.1.0"), Version("0.2.0"));

        Assert.That(plan.IsNothing, Is.False);
        Assert.That((Text(plan), plan.Heads[0].Revision), Is.EqualTo(("", Id(2))));
    }

    [Test]
    public void A_tree_whose_place_was_never_said_gets_it_from_the_log()
    {
        var state = new DatabaseState([new HeadRecord { Tree = "a", IsUnknown = true }, new HeadRecord { Tree = "b" }], [Applied(1, "a")]);

        Assert.That(Plan(Graph, state, [], Version("0.1.0")).Heads.Select(h => (h.Tree, h.Revision)), Is.EqualTo(new[] { ("a", Id(1)) }));
    }

    [Test]
    public void A_rollback_that_is_recorded_is_newer_than_the_log()
    {
        var state = new DatabaseState([new HeadRecord { Tree = "a", Revision = Id(1) }, new HeadRecord { Tree = "b" }], [Applied(1, "a"), Applied(2, "a", AppliedStatus.RolledBack, MigrationDirection.Down)]);

        Assert.That(Plan(Graph, state, [], Version("0.1.0"), Version("0.2.0")).IsNothing);
        Assert.That(Code(() => Plan(Graph, state, [], Version("0.1.0"), Version("0.2.0"), Version("0.3.0"))), Is.EqualTo(MigrationErrorCode.ImportIncomplete));
    }

    [Test]
    public void Every_name_that_is_not_surely_one_migration_is_listed()
    {
        var graph = GraphOf(Migration(1, "a", version: "0.1.0"), Migration(1, "b", version: "0.1.0"));

        var failure = Assert.Throws<MigrationException>(() => Plan(graph, Nothing, [], Version("0.1.0"), Version("7.0.0"), new ForeignMigration("x", null)));

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.ImportUnmatched));
        Assert.That(failure.Message, Does.Contain("3 name(s)").And.Contain($"0.1.0 = a@{Id(1)} or b@{Id(1)}").And.Contain("7.0.0 = ?").And.Contain("x = ?"));
    }

    [Test]
    public void Two_names_are_one_migration_only_where_the_map_says_so()
    {
        ForeignMigration[] log = [new($"{Id(1)}-a.js", null) { Ids = [Id(1)] }, new($"{Id(1)}-b.js", null) { Ids = [Id(1)] }];
        var graph = GraphOf(Migration(1), Migration(2));

        var failure = Assert.Throws<MigrationException>(() => Plan(graph, Nothing, [], log));

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.ImportUnmatched));
        Assert.That(failure.Message, Does.Contain($"{Id(1)}-a.js = main@{Id(1)}?").And.Contain($"{Id(1)}-b.js = main@{Id(1)}?"));
        Assert.That(Text(Plan(graph, Nothing, [(log[0].Name, Id(1)), (log[1].Name, Id(1))], log)), Is.EqualTo("main1"));
        Assert.That(Code(() => Plan(graph, Nothing, [(log[0].Name, Id(1))], log)), Is.EqualTo(MigrationErrorCode.ImportUnmatched));
    }

    [Test]
    public void A_map_with_authors_fits_a_database_that_has_only_one_of_them()
    {
        (string, string)[] map = [("ana/x", $"a@{Id(1)}"), ("ben/x", $"a@{Id(2)}")];

        Assert.That(Text(Plan(Graph, Nothing, map, new ForeignMigration("x", null) { QualifiedName = "ana/x" })), Is.EqualTo("a1"));
        Assert.That(Text(Plan(Graph, Nothing, map, new ForeignMigration("ana/x", null), new ForeignMigration("ben/x", null))), Is.EqualTo("a1 a2"));
    }

    [Test]
    public void A_name_that_is_ignored_need_not_be_known()
    {
        var request = Request([]) with { Ignored = ["x"] };

        Assert.That(Text(ImportPlan.Create(Graph, Nothing, request, [Version("0.1.0"), new ForeignMigration("x", null)], ("tool", "log"))), Is.EqualTo("a1"));
        Assert.That(Code(() => ImportPlan.Create(Graph, Nothing, request with { Map = new Dictionary<string, string> { ["x"] = $"a@{Id(1)}" } }, [], ("tool", "log"))), Is.EqualTo(MigrationErrorCode.UsageInvalid));
    }

    [Test]
    public void The_map_decides_before_id_and_version() =>
        Assert.That(Text(Plan(Graph, Nothing, [("0.1.0", $"b@{Id(1)}")], Version("0.1.0"))), Is.EqualTo("b1"));

    [TestCase("a@20260101000009", MigrationErrorCode.UnknownTarget)]
    [TestCase("20260101000001", MigrationErrorCode.AmbiguousTarget)]
    [TestCase("a@0.1.0", MigrationErrorCode.UnknownTarget)]
    public void The_map_names_migrations_of_the_plugin_even_where_the_log_lacks_them(string target, MigrationErrorCode code) =>
        Assert.That(Code(() => Plan(Graph, Nothing, [("not in the log", target)], Version("0.1.0"))), Is.EqualTo(code));

    [Test]
    public void Several_names_may_be_one_barrier_if_all_are_applied()
    {
        var graph = GraphOf(Barrier(5), Migration(6));
        (string, string)[] map = [("x", Id(5)), ("y", Id(5))];

        var plan = Plan(graph, Nothing, map, new ForeignMigration("x", null), new ForeignMigration("y", null));

        Assert.That(plan.Imported.Single().Names, Is.EqualTo(new[] { "x", "y" }));
        Assert.That(VerifyReport.Create(graph, Apply(Nothing, plan), null).Findings, Is.Empty);
        var half = Assert.Throws<MigrationException>(() => Plan(graph, Nothing, map, new ForeignMigration("x", null)));
        Assert.That(half!.Code, Is.EqualTo(MigrationErrorCode.ImportIncomplete));
        Assert.That(half.Message, Does.Contain("'y'").And.Not.Contain("'x'"));
    }

    [Test]
    public void What_comes_before_a_barrier_is_passed_with_it()
    {
        var graph = GraphOf(Migration(1), Migration(2), Barrier(5));

        var plan = Plan(graph, Nothing, [("x", Id(5))], new ForeignMigration("x", null));

        Assert.That(Text(plan), Is.EqualTo("main1 main2 main5"));
        Assert.That(VerifyReport.Create(graph, Apply(Nothing, plan), null).Findings, Is.Empty);
    }

    [Test]
    public void A_gap_is_refused_with_the_migration_that_is_missing()
    {
        var failure = Assert.Throws<MigrationException>(() => Plan(Graph, Nothing, [], Version("0.1.0"), Version("0.3.0")));

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.ImportIncomplete));
        Assert.That(failure.Message, Does.Contain($"a@{Id(2)}").And.Not.Contain($"a@{Id(1)}"));
    }

    [Test]
    public void Two_lines_at_once_are_no_way()
    {
        var graph = GraphOf(Migration(1), Migration(2, line: "x", parent: Id(1)), Migration(3, line: "y", parent: Id(1)));

        Assert.That(Code(() => Plan(graph, Nothing, [("1", Id(1)), ("2", Id(2)), ("3", Id(3))], new ForeignMigration("1", null), new ForeignMigration("2", null), new ForeignMigration("3", null))), Is.EqualTo(MigrationErrorCode.ImportIncomplete));
    }

    private static ForeignMigration Version(string version) => new(version, null) { Version = version };

    private static ImportRequest Request((string Name, string Target)[] map) => new() { From = ForeignTool.MigrateMongo, Map = map.ToDictionary(m => m.Name, m => m.Target) };

    private static ImportPlan Plan(RevisionGraph graph, DatabaseState state, (string Name, string Target)[] map, params ForeignMigration[] log) => ImportPlan.Create(graph, state, Request(map), log, ("tool", "log"));

    private static string Text(ImportPlan plan) => string.Join(' ', plan.Imported.Select(m => $"{m.Migration.Tree}{int.Parse(m.Migration.Id[^2..], System.Globalization.CultureInfo.InvariantCulture)}"));

    private static MigrationErrorCode Code(Action act) => Assert.Throws<MigrationException>(act)!.Code;

    private static DatabaseState Apply(DatabaseState state, ImportPlan plan) =>
        new(state.Heads.Where(h => plan.Heads.All(own => own.Tree != h.Tree)).Concat(plan.Heads), state.Records.Concat(plan.Imported.Select(m => new AppliedMigration { Tree = m.Migration.Tree, Id = m.Migration.Id, Checksum = m.Migration.Checksum, Status = AppliedStatus.Done })));
}
