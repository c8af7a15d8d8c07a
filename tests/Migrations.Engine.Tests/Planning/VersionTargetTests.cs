using Migrations.Engine.Planning;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Planning;

// Revisions 1 to 6 are 0.9.0, 0.10.0, 1.0.0-alpha.1, 1.0.0-rc.1, 1.0.0 and 1.2.0+build.7.
public sealed class VersionTargetTests
{
    private static readonly string[] Versions = ["0.9.0", "0.10.0", "1.0.0-alpha.1", "1.0.0-rc.1", "1.0.0", "1.2.0+build.7"];

    [TestCase("0.9.0", 1)]
    [TestCase("0.10.0", 2)]
    [TestCase("1.0.0-alpha.1", 3)]
    [TestCase("1.0.0-rc.1", 4)]
    [TestCase("1.0.0", 5)]
    [TestCase("1.0.0+anything", 5)]
    [TestCase("1.2.0", 6)]
    [TestCase("0.9.9", 1)]
    [TestCase("0.11.0", 2)]
    [TestCase("1.0.0-beta", 3)]
    [TestCase("1.0.0-rc.9", 4)]
    [TestCase("1.1.7", 5)]
    [TestCase("99.0.0", 6)]
    [TestCase("0.1.0", 0)]
    public void A_version_takes_everything_up_to_it(string version, int expected)
    {
        var graph = GraphOf([.. Versions.Select((v, i) => Migration(i + 1, version: v))]);

        Assert.That(Plan.Create(graph, StateOf(), new PlanRequest { To = version }).Steps, Has.Count.EqualTo(expected));
    }

    [TestCase("1.0")]
    [TestCase("v1.0.0")]
    [TestCase("latest")]
    public void What_is_not_a_version_is_not_a_target(string text)
    {
        var graph = GraphOf([.. Versions.Select((v, i) => Migration(i + 1, version: v))]);

        Assert.That(() => Plan.Create(graph, StateOf(), new PlanRequest { To = text }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.UnknownTarget));
    }

    [Test]
    public void A_version_between_revisions_is_not_looked_for_in_several_trees()
    {
        var graph = GraphOf(Migration(1, "a", version: "1.0.0"), Migration(1, "b", version: "2.0.0"));

        Assert.That(() => Plan.Create(graph, StateOf(), new PlanRequest { To = "1.5.0" }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.UnknownTarget));
        Assert.That(Text(Plan.Create(graph, StateOf(), new PlanRequest { To = "a@1.5.0" })), Is.EqualTo("a1"));
    }
}
