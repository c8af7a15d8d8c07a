using Migrations.Engine.Model;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage.Environments;

namespace Migrations.Engine.Tests.Reporting;

public sealed class EnvironmentReportTests
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private static readonly RunEnvironment Usual = new()
    {
        Plugin = "shop",
        Runtime = ".NET 10.0.1",
        System = "Linux 6.1",
        Architecture = "x64",
        Driver = "3.14.0",
        Server = "8.0.4",
        Compatibility = "8.0",
        Topology = "replicaSet",
        Packages = new Dictionary<string, string> { ["NodaTime"] = "3.1.0" },
    };

    private static IEnumerable<TestCaseData> Changes()
    {
        yield return new TestCaseData(Usual with { Driver = "4.0.0" }, true).SetArgDisplayNames("the driver's major version");
        yield return new TestCaseData(Usual with { Driver = "3.15.0" }, false).SetArgDisplayNames("the driver's minor version");
        yield return new TestCaseData(Usual with { Server = "9.0.4" }, true).SetArgDisplayNames("the server's major version");
        yield return new TestCaseData(Usual with { Server = "8.2.0" }, false).SetArgDisplayNames("the server's minor version");
        yield return new TestCaseData(Usual with { Compatibility = "7.0" }, true).SetArgDisplayNames("the feature compatibility version");
        yield return new TestCaseData(Usual with { Compatibility = null }, false).SetArgDisplayNames("an unknown feature compatibility version");
        yield return new TestCaseData(Usual with { Packages = new Dictionary<string, string> { ["NodaTime"] = "3.1.1" } }, true).SetArgDisplayNames("another version of a package");
        yield return new TestCaseData(Usual with { Packages = new Dictionary<string, string>() }, true).SetArgDisplayNames("a package that is gone");
        yield return new TestCaseData(Usual with { Packages = null }, false).SetArgDisplayNames("unknown packages");
        yield return new TestCaseData(Usual with { Runtime = ".NET 11.0.0" }, false).SetArgDisplayNames("the runtime");
        yield return new TestCaseData(Usual with { System = "Windows 11" }, false).SetArgDisplayNames("the operating system");
        yield return new TestCaseData(Usual with { Architecture = "arm64" }, false).SetArgDisplayNames("the architecture");
        yield return new TestCaseData(Usual with { Topology = "sharded" }, false).SetArgDisplayNames("the topology");
    }

    [TestCaseSource(nameof(Changes))]
    public void What_matters_is_a_fault_and_the_rest_a_warning(object current, bool isFault)
    {
        var report = Report((RunEnvironment)current, ("1", Usual));

        Assert.That(report.Findings, Has.Count.EqualTo(1));
        Assert.That(report.Findings[0].IsWarning, Is.EqualTo(!isFault));
        Assert.That(report.Findings[0].Code, Is.EqualTo(isFault ? MigrationErrorCode.EnvironmentDiffers : MigrationErrorCode.EnvironmentChanged));
    }

    [Test]
    public void The_last_run_is_the_one_to_compare_with()
    {
        var report = Report(Usual, ("1", Usual with { Server = "7.0.1" }), ("2", Usual));

        Assert.That(report.Findings, Is.Empty);
        Assert.That(report.Recorded.Select(r => r.Environment.Server), Is.EqualTo(new[] { "8.0.4", "7.0.1" }));
        Assert.That(report.Recorded[0].Changes.Select(c => c.ToString()), Is.EqualTo(new[] { "server: 7.0.1, now 8.0.4" }));
    }

    [Test]
    public void Runs_that_follow_each_other_with_the_same_are_one()
    {
        var report = Report(Usual, ("1", Usual), ("2", Usual), ("3", Usual with { Server = "7.0.1" }), ("4", Usual));

        Assert.That(report.Recorded.Select(r => r.Runs), Is.EqualTo(new[] { 1, 1, 2 }));
        Assert.That(report.Recorded[^1].Last, Is.EqualTo(Noon.AddHours(1)));
    }

    [Test]
    public void Runs_of_another_plugin_do_not_count()
    {
        var report = Report(Usual, ("1", Usual), ("2", Usual with { Plugin = "stock", Packages = new Dictionary<string, string>() }));

        Assert.That(report.Findings, Is.Empty);
        Assert.That(report.Recorded, Has.Count.EqualTo(1));
    }

    [Test]
    public void The_hash_does_not_depend_on_the_order_of_packages()
    {
        var one = Usual with { Packages = new Dictionary<string, string> { ["A"] = "1", ["B"] = "2" } };
        var other = Usual with { Packages = new Dictionary<string, string> { ["B"] = "2", ["A"] = "1" } };

        Assert.That(one.Hash, Is.EqualTo(other.Hash));
        Assert.That(one.Hash, Is.Not.EqualTo(Usual.Hash));
    }

    [Test]
    public void The_packages_are_those_of_the_dependencies_file()
    {
        const string Text = """{ "libraries": { "Shop.Migrations/1.0.0": { "type": "project" }, "NodaTime/3.1.0": { "type": "package" }, "MongoDB.Driver/3.14.0": { "type": "package" } } }""";

        Assert.That(PluginPackages.Read(Text, "shop.deps.json"), Is.EqualTo(new Dictionary<string, string> { ["MongoDB.Driver"] = "3.14.0", ["NodaTime"] = "3.1.0" }));
    }

    [Test]
    public void A_damaged_dependencies_file_is_named()
    {
        Assert.That(() => PluginPackages.Read("{", "shop.deps.json"), Throws.InstanceOf<MigrationException>().With.Message.Contains("shop.deps.json").And.Property("Code").EqualTo(MigrationErrorCode.PluginUnusable));
    }

    private static EnvironmentReport Report(RunEnvironment current, params (string Run, RunEnvironment Environment)[] runs) => EnvironmentReport.Create(
        "db",
        current,
        runs.DistinctBy(r => r.Environment.Hash).ToDictionary(r => r.Environment.Hash, r => r.Environment),
        runs.Select((r, i) => new EnvironmentUse(r.Run, Noon.AddHours(i), r.Environment.Hash)));
}
