using Migrations.Engine.Model;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Reporting;

internal sealed class SchemaStatusTests
{
    private static readonly Migrations.Engine.Database.Commands.ChannelInfo Server = new() { Server = "here", ServerVersion = "7.0.0" };

    private static IEnumerable<TestCaseData> Statuses()
    {
        yield return new TestCaseData("1.0.0", StateOf(Applied(1), Applied(2)), SchemaStatus.Current, "nothing is pending").SetName("current");
        yield return new TestCaseData("1.0.0", StateOf(Applied(1)), SchemaStatus.Pending, "1 migration(s) pending").SetName("pending");
        yield return new TestCaseData("1.0.0", new DatabaseState([], []), SchemaStatus.Uninitialised, "migrations init").SetName("uninitialised");
        yield return new TestCaseData("1.0.0", StateOf(Applied(1), Applied(2), Applied(3)), SchemaStatus.Ahead, "ahead").SetName("ahead");
        yield return new TestCaseData("1.0.0-dev.7", StateOf(Applied(1)), SchemaStatus.DevelopmentBuild, "Development build 1.0.0-dev.7").SetName("development build");
        yield return new TestCaseData("1.0.0", StateOf(Applied(2)), SchemaStatus.Inconsistent, "MIG1408").SetName("inconsistent");
    }

    [Test]
    public void One_tree_may_be_current_where_others_are_not()
    {
        var graph = GraphOf(Migration(1, "a"), Migration(1, "b"));
        var state = new DatabaseState([new HeadRecord { Tree = "a", Revision = Id(1) }, new HeadRecord { Tree = "b" }], [Applied(1, "a")]);

        Assert.That(StatusReport.Create("db", Server, graph, state, null).Status, Is.EqualTo(SchemaStatus.Pending));
        Assert.That(StatusReport.Create("db", Server, graph, state, null, "a").Status, Is.EqualTo(SchemaStatus.Current));
        Assert.That(() => StatusReport.Create("db", Server, graph, state, null, "c"), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.UnknownTree));
    }

    [TestCaseSource(nameof(Statuses))]
    public void A_database_has_one_status(string version, DatabaseState state, SchemaStatus status, string text)
    {
        var graph = RevisionGraph.Create(new MigrationCatalogue("test", [Migration(1), Migration(2)], [], version));

        var report = StatusReport.Create("db", Server, graph, state, null);

        Assert.That(report.Status, Is.EqualTo(status));
        Assert.That(report.Message, Does.Contain(text));
    }

    [Test]
    public void A_database_without_anything_applicable_will_be_stamped() =>
        Assert.That(StatusReport.Create("db", Server, GraphOf(), new DatabaseState([], []), null).Status, Is.EqualTo(SchemaStatus.AutoStamped));

    [TestCase("1.2.3", ExpectedResult = false)]
    [TestCase("1.2.3-rc.1", ExpectedResult = false)]
    [TestCase("1.2.3-dev", ExpectedResult = true)]
    [TestCase("1.2.3-dev.4", ExpectedResult = true)]
    [TestCase("1.2.3-local.20260101", ExpectedResult = true)]
    [TestCase("1.2.3+019fc04", ExpectedResult = false)]
    [TestCase(null, ExpectedResult = false)]
    public bool A_development_build_is_told_by_its_label(string? version) => SchemaStatusRule.IsDevelopmentBuild(version);

    [Test]
    public void Only_what_is_on_the_way_is_pending()
    {
        var graph = GraphOf(Migration(1, line: "A", version: "1.0.0"), Migration(2, line: "B", version: "1.0.0"), OneShot(3, "x", "A@1.0.0", "B@1.0.0"));

        var report = StatusReport.Create("db", Server, graph, At(graph, $"main@{Id(1)}"), null);

        Assert.That(report.PendingCount, Is.Zero);
    }

    [Test]
    public void Where_nothing_but_stubs_is_pending_nobody_is_sent_to_migrate()
    {
        var graph = GraphOf(Stub(1, "a"), Stub(2, "b"), Migration(3, "b"));

        var message = StatusReport.Create("db", Server, graph, At(graph), null).Message;

        Assert.That(message, Does.Contain("3 migration(s) pending").And.Contain("2 of them are not written yet (MIG1426)").And.Contain("'migrations plan'").And.Not.Contain("run 'migrations migrate'"));
    }

    [Test]
    public void Where_some_trees_wait_for_a_stub_they_are_named()
    {
        var graph = GraphOf(Stub(1, "a"), Migration(2, "b"));

        Assert.That(StatusReport.Create("db", Server, graph, At(graph), null).Message, Does.Contain("run 'migrations migrate', which leaves out 'a' until 1 migration(s) are written (MIG1426)"));
    }

    [TestCase("mine", true)]
    [TestCase("another", false)]
    [TestCase(null, false)]
    public void Only_the_run_that_holds_the_lock_is_at_work(string? holder, bool isRunning)
    {
        var graph = GraphOf(Migration(1));
        var state = StateOf(Applied(1, status: AppliedStatus.Running) with { Run = "mine" });

        var report = StatusReport.Create("db", Server, graph, state, holder is null ? null : new LockHolder { Owner = "somebody", Run = holder });

        Assert.That(report.Trees.Single().Migrations.Single().IsRunning, Is.EqualTo(isRunning));
    }
}
