using System.Xml.Linq;
using Migrations.Host.GateReports;

namespace Migrations.Host.Tests.GateReports;

public sealed class JUnitReportTests
{
    [Test]
    public async Task It_fits_the_schema_whatever_data_and_authors_wrote()
    {
        foreach (var report in (GateReport[])[Reports.Failed(), Reports.Unreachable()])
        {
            Assert.That(await ReportSchemas.FaultsOfJUnitAsync(JUnitReport.Write(report)), Is.Empty);
        }
    }

    [Test]
    public void A_tree_is_a_suite_and_a_migration_a_case_that_passed_failed_or_was_skipped()
    {
        var suite = XDocument.Parse(JUnitReport.Write(Reports.Failed())).Root!.Elements("testsuite").Single(s => (string)s.Attribute("name")! == "data");

        Assert.That(suite.Elements("testcase").Select(c => c.Elements().Select(e => e.Name.LocalName).SingleOrDefault()), Is.EqualTo(new[] { null, "failure", "skipped" }));
        Assert.That(((string)suite.Attribute("tests")!, (string)suite.Attribute("failures")!, (string)suite.Attribute("skipped")!), Is.EqualTo(("3", "1", "1")));
        Assert.That((string)suite.Descendants("failure").Single().Attribute("type")!, Is.EqualTo("MIG1407"));
    }

    [Test]
    public void A_check_fails_by_what_it_found_and_the_others_pass()
    {
        var checks = XDocument.Parse(JUnitReport.Write(Reports.Failed())).Descendants("testcase").Where(c => ((string)c.Attribute("classname")!).EndsWith(".checks", StringComparison.Ordinal)).ToList();

        Assert.That(checks.Select(c => (string)c.Attribute("name")!), Is.EqualTo(GateChecks.Names));
        Assert.That(checks.Where(c => c.Element("failure") is not null).Select(c => (string)c.Attribute("name")!), Is.EqualTo(new[] { "No migration is half done" }));
    }
}
