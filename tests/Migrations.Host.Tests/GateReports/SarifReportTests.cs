using System.Text.Json.Nodes;
using Migrations.Host.GateReports;
using Migrations.Host.Tests.Generating;

namespace Migrations.Host.Tests.GateReports;

public sealed class SarifReportTests
{
    [Test]
    public async Task It_fits_the_schema_whatever_data_and_authors_wrote()
    {
        foreach (var report in (GateReport[])[Reports.Failed(), Reports.Unreachable()])
        {
            Assert.That(await ReportSchemas.FaultsOfSarifAsync(SarifReport.Write(report, null)), Is.Empty);
        }
    }

    [Test]
    public async Task The_schema_would_find_a_fault() =>
        Assert.That(await ReportSchemas.FaultsOfSarifAsync(SarifReport.Write(Reports.Failed(), null).Replace("\"level\": \"error\"", "\"level\": \"fatal\"", StringComparison.Ordinal)), Is.Not.Empty);

    [Test]
    public void A_file_is_named_from_the_root_of_its_repository()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, ".git"));
        var project = Directory.CreateDirectory(Path.Combine(folder.Path, "src", "Shop.Migrations")).FullName;

        var location = First(SarifReport.Write(Reports.Failed(), project))["locations"]![0]!["physicalLocation"]!;

        Assert.That(location["artifactLocation"]!["uri"]!.GetValue<string>(), Is.EqualTo("src/Shop.Migrations/data/a%20b%23c.cs"));
        Assert.That(location["region"]!["startLine"]!.GetValue<int>(), Is.EqualTo(7));
    }

    [Test]
    public void A_finding_has_its_code_its_page_and_its_level()
    {
        var run = JsonNode.Parse(SarifReport.Write(Reports.Failed(), null))!["runs"]![0]!;

        Assert.That(run["results"]!.AsArray().Select(r => (r!["ruleId"]!.GetValue<string>(), r["level"]!.GetValue<string>())), Is.EqualTo(new[] { ("MIG1407", "error"), ("MIG1706", "warning") }));
        Assert.That(run["tool"]!["driver"]!["rules"]!.AsArray().Select(r => r!["helpUri"]!.GetValue<string>()), Has.All.Contains("/docs/errors/README.md#mig1"));
        Assert.That(run["invocations"]![0]!["exitCode"]!.GetValue<int>(), Is.EqualTo(5));
    }

    private static JsonNode First(string sarif) => JsonNode.Parse(sarif)!["runs"]![0]!["results"]![0]!;
}
