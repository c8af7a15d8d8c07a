using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Planning;

// Six ways in which the database's two records of its version can fail, each with a message of its own.
public sealed class ComponentFindingTests
{
    private static readonly RevisionGraph Graph = GraphOf([new MigrationTreeAttribute("main") { IsDeclaredByApplication = true }], Migration(1, version: "0.1.0"), Migration(2, version: "0.2.0"));
    private static readonly HeadRecord Head = new() { Tree = "main", Revision = Id(1), Version = "0.1.0" };

    private static IEnumerable<TestCaseData> Failures()
    {
        yield return new TestCaseData(new DatabaseState([], []) { HasHeadsCollection = false }, MigrationErrorCode.NotInitialised, "no collection of heads").SetName("no collection of heads");
        yield return new TestCaseData(new DatabaseState([], []), MigrationErrorCode.NotInitialised, "heads is empty").SetName("empty heads");
        yield return new TestCaseData(State(Head) with { HasComponents = false }, MigrationErrorCode.ComponentsMissing, "no collection of components").SetName("no collection of components");
        yield return new TestCaseData(State(Head), MigrationErrorCode.ComponentUndeclared, "it is empty").SetName("empty components");
        yield return new TestCaseData(State(new HeadRecord { Tree = "main", Revision = "nonsense" }, "0.1.0"), MigrationErrorCode.UnknownRevision, "'nonsense'").SetName("a head that is nonsense");
        yield return new TestCaseData(State(Head, "7.7.7"), MigrationErrorCode.UnknownRevision, "7.7.7").SetName("a declaration that is nonsense");
        yield return new TestCaseData(State(Head, "0.2.0"), MigrationErrorCode.ComponentMismatch, "stands at 0.1.0").SetName("two versions");
    }

    [TestCaseSource(nameof(Failures))]
    public void A_failure_is_named(object state, MigrationErrorCode code, string text)
    {
        var database = state is StateSketch sketch ? sketch.Create() : (DatabaseState)state;

        Assert.That(() => Plan.Create(Graph, database, PlanRequest.All), Throws.TypeOf<MigrationException>().With.Message.Contains(text).And.Property("Code").EqualTo(code));
    }

    [TestCase("0.1.0")]
    [TestCase("0.1.0+build")]
    public void What_agrees_is_planned(string declared) => Assert.That(Text(Plan.Create(Graph, State(Head, declared).Create(), PlanRequest.All)), Is.EqualTo("main2"));

    [Test]
    public void A_declaration_of_another_line_is_another_version()
    {
        var graph = GraphOf(Migration(1, line: "A", version: "1.0.0"), Migration(2, line: "B", version: "1.0.0"));
        var state = new DatabaseState([new HeadRecord { Tree = "main", Revision = Id(1), Line = "A", Version = "1.0.0" }], [Applied(1)], [new ComponentRecord("main", "B", "1.0.0")]);

        Assert.That(() => Plan.Create(graph, state, PlanRequest.All), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.ComponentMismatch));
    }

    private static StateSketch State(HeadRecord head, string? declared = null) => new(head, declared);

    private sealed record StateSketch(HeadRecord Head, string? Declared)
    {
        public bool HasComponents { get; init; } = true;

        public DatabaseState Create() => new([Head], Head.Revision == Id(1) ? [Applied(1)] : [], Declared is null ? [] : [new ComponentRecord("main", null, Declared)]) { HasComponentsCollection = HasComponents };
    }
}
