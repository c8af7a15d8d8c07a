using System.Xml.Linq;
using Migrations.Host.GateReports;

namespace Migrations.Host.Tests.GateReports;

public sealed class PageReportTests
{
    [Test]
    public void The_page_is_well_formed_and_shows_text_from_data_as_text()
    {
        var page = HtmlReport.Write(Reports.Failed());
        var body = XDocument.Parse(page["<!DOCTYPE html>\n".Length..]).Root!.Element("body")!;

        Assert.That(body.Descendants("b").Where(b => b.Value.Contains("Ünï", StringComparison.Ordinal)), Is.Empty);
        Assert.That(body.Descendants("article").First().Elements("p").ElementAt(1).Value, Does.Contain("<b>\"Ünï\" & 'x'"));
        Assert.That(page.Split("</style>"), Has.Length.EqualTo(3), "one style of the page, one of the picture");
    }

    // A browser takes <td /> for an open tag.
    [Test]
    public void No_element_but_meta_ends_in_itself()
    {
        var page = XDocument.Parse(HtmlReport.Write(Reports.Failed())["<!DOCTYPE html>\n".Length..]);

        Assert.That(page.Descendants().Where(e => e.Name.NamespaceName.Length == 0 && e.IsEmpty).Select(e => e.Name.LocalName).Distinct(), Is.EqualTo(new[] { "meta" }));
    }

    [Test]
    public void It_loads_and_runs_nothing()
    {
        var page = XDocument.Parse(HtmlReport.Write(Reports.Failed())["<!DOCTYPE html>\n".Length..]);

        Assert.That(page.Descendants().Select(e => e.Name.LocalName), Has.None.AnyOf("script", "link", "img", "iframe", "object"));
        Assert.That(page.Descendants("meta").Select(m => (string?)m.Attribute("content")), Has.Some.StartsWith("default-src 'none'"));
    }

    [Test]
    public void It_can_be_written_where_nothing_is_known_of_the_database() => Assert.That(HtmlReport.Write(Reports.Unreachable()), Does.Contain("The database could not be reached.").And.Contain("not known"));

    [Test]
    public void A_summary_has_no_links_images_or_tags_from_data()
    {
        var summary = MarkdownReport.Write(Reports.Failed());

        Assert.That(summary, Does.Contain(@"\<b\>").And.Contain(@"\!\[a\]\(http://x\)").And.Not.Contain("::error::second line\n"));
        Assert.That(summary.Split('\n').Where(l => l.StartsWith('|')).Select(l => l.Replace(@"\|", "", StringComparison.Ordinal).Count(c => c == '|')), Has.All.EqualTo(5));
    }

    [Test]
    public void What_failed_comes_first_in_a_summary() =>
        Assert.That(MarkdownReport.Write(Reports.Failed()).Split('\n').First(l => l.StartsWith("| ❌", StringComparison.Ordinal) || l.StartsWith("| ✅", StringComparison.Ordinal)), Does.StartWith("| ❌"));
}
