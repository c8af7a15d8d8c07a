using Migrations.Engine.Model;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Model;

public sealed class GraphFaultTests
{
    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Case("an unknown parent", ["main/2.cs(2)", "'20200101000000'"], Migration(1), Migration(2, parent: "20200101000000"));
        yield return Case("an ambiguous parent", ["main/3.cs(3)", "ambiguous", "main/1.cs(1)", "main/2.cs(2)"], Migration(1, version: "1.0.0", line: "A"), Migration(2, version: "1.0.0", line: "B", parent: "base"), Migration(3, line: "A", parent: "1.0.0"));
        yield return Case("a cycle of parents", ["cycle", "main/1.cs(1)", "main/2.cs(2)"], Migration(1, parent: Id(2)), Migration(2, parent: Id(1)));
        yield return Case("its own parent", ["cycle", "main/1.cs(1)"], Migration(1, parent: Id(1)));
        yield return Case("two heads after one revision", ["2 heads", "main/2.cs(2)", "main/3.cs(3)"], Migration(1), Migration(2, parent: Id(1)), Migration(3, parent: Id(1)));
        yield return Case("a line that begins twice", ["2 heads", "'A'"], Migration(1, line: "A", parent: "base"), Migration(2, line: "A", parent: "base"));
        yield return Case("a version twice on a line", ["1.0.0", "2 times", "main/1.cs(1)", "main/2.cs(2)"], Migration(1, version: "1.0.0"), Migration(2, version: "1.0.0+build"));
        yield return Case("a one-shot to nowhere", ["main/2.cs(2)", "'x'", "'Uuid@1.0.0'"], Migration(1), OneShot(2, "x", Id(1), "Uuid@1.0.0"));
        yield return Case("a one-shot from nowhere", ["main/2.cs(2)", "'Int@1.0.0'"], Migration(1), OneShot(2, "x", "Int@1.0.0", Id(1)));
        yield return Case("a one-shot back along its line", ["main/3.cs(3)", "cycle"], Migration(1), Migration(2), OneShot(3, "x", Id(2), Id(1)));
        yield return Case("one-shots that lead in a circle", ["cycle", "main/3.cs(3)", "main/4.cs(4)"], Migration(1, line: "A"), Migration(2, line: "B", parent: "base"), OneShot(3, "x", Id(1), Id(2)), OneShot(4, "y", Id(2), Id(1)));
        yield return Case("two one-shots of one name", ["'x'", "main/3.cs(3)", "main/4.cs(4)"], Migration(1, line: "A"), Migration(2, line: "B", parent: "base"), OneShot(3, "x", Id(1), Id(2)), OneShot(4, "x", "base", Id(2)));
        yield return Case("a dependency on no tree", ["main/1.cs(1)", "'nowhere'"], Migration(1, dependsOn: "nowhere"));
        yield return Case("a dependency on no revision", ["main/1.cs(1)", "'a@7.0.0'"], Migration(1, dependsOn: "a@7.0.0"), Migration(2, "a"));
        yield return Case("trees that depend on each other", ["'a'", "'b'", "depend on each other"], Migration(1, "a", dependsOn: "b"), Migration(2, "b", dependsOn: "a"));
    }

    [TestCaseSource(nameof(Faults))]
    public void A_graph_refuses(string[] expected, object migrations)
    {
        var failure = Assert.Throws<MigrationException>(() => GraphOf((MigrationDescriptor[])migrations));

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.FaultyMigrations));
        Assert.That(expected.Where(e => !failure.Message.Contains(e, StringComparison.Ordinal)), Is.Empty, failure.Message);
    }

    [Test]
    public void All_faults_are_listed_at_once()
    {
        var failure = Assert.Throws<MigrationException>(() => GraphOf(Migration(1, parent: "x"), Migration(2, "b", parent: "y"), Migration(3, "c", dependsOn: "z")));

        Assert.That(failure!.Message, Does.Contain("3 fault(s)").And.Contain("'x'").And.Contain("'y'").And.Contain("'z'"));
    }

    [Test]
    public void A_default_line_that_does_not_exist_is_a_fault() =>
        Assert.That(() => GraphOf([new MigrationTreeAttribute("main") { DefaultLine = "B" }], Migration(1, line: "A")), Throws.TypeOf<MigrationException>().With.Message.Contains("'B'"));

    [Test]
    public void A_tree_that_is_declared_twice_is_a_fault() =>
        Assert.That(() => GraphOf([new MigrationTreeAttribute("main"), new MigrationTreeAttribute("main")], Migration(1)), Throws.TypeOf<MigrationException>().With.Message.Contains("declared twice"));

    private static TestCaseData Case(string name, string[] expected, params MigrationDescriptor[] migrations) => new TestCaseData(expected, migrations).SetName($"A_graph_refuses_{name.Replace(' ', '_')}");

    [Test]
    public void A_fault_of_one_migration_names_it_and_its_place()
    {
        var failure = Assert.Throws<MigrationException>(() => GraphOf(Migration(1), Migration(2, dependsOn: ["nowhere", "elsewhere"])));

        Assert.That((failure!.Migration?.ToString(), failure.File, failure.Line), Is.EqualTo(($"main@{Id(2)}", "main/2.cs", 2)));
    }

    [Test]
    public void Faults_of_several_belong_to_none_of_them() =>
        Assert.That(Assert.Throws<MigrationException>(() => GraphOf(Migration(1, dependsOn: "nowhere"), Migration(2, dependsOn: "nowhere")))!.Migration, Is.Null);
}
