using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Migrations.Host.Pictures;

namespace Migrations.Host.Tests.Pictures;

public sealed class SvgPictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void No_text_touches_another_in_a_graph_of_two_hundred_revisions(int seed)
    {
        var texts = Boxes(Draw(seed)).OrderBy(b => b.Left).ToList();

        var overlaps = from i in Enumerable.Range(0, texts.Count)
                       from other in texts.Skip(i + 1).TakeWhile(o => o.Left < texts[i].Right)
                       where other.Top < texts[i].Bottom && texts[i].Top < other.Bottom
                       select $"'{texts[i].Text}' and '{other.Text}'";
        Assert.That(texts, Has.Count.GreaterThan(600));
        Assert.That(overlaps, Is.Empty);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void All_text_and_every_way_is_inside_and_no_way_crosses_text(int seed)
    {
        var picture = Draw(seed);
        var (width, height) = ((double)picture.Attribute("width")!, (double)picture.Attribute("height")!);

        Assert.That(Boxes(picture).Where(b => b.Left < 0 || b.Top < 0 || b.Right > width || b.Bottom > height), Is.Empty);
        foreach (var column in picture.Elements(Svg + "g").Where(g => g.Attribute("transform") is not null))
        {
            var ways = column.Elements(Svg + "path").SelectMany(p => Regex.Matches((string)p.Attribute("d")!, @"(-?[\d.]+),(-?[\d.]+)").Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))).ToList();
            var texts = column.Elements(Svg + "g").Elements(Svg + "text").Select(t => (double)t.Attribute("x")!);
            Assert.That(ways.Max(), Is.LessThan(texts.Min()));
            Assert.That(ways.Min(), Is.Positive);
        }
    }

    [Test]
    public void Every_word_of_every_title_is_there()
    {
        var graph = Graphs.Random(4);
        var words = Draw(4).Descendants(Svg + "text").SelectMany(t => t.Value.Split(' ')).ToHashSet();

        var missing = graph.Trees.SelectMany(t => t.Migrations).SelectMany(m => m.Identity.Title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Append(m.Id)).Where(w => !words.Contains(w));
        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void The_same_graph_gives_the_same_picture()
    {
        var (first, second) = (Graphs.Random(5), Graphs.Random(5));

        Assert.That(SvgPicture.Draw([.. first.Trees]), Is.EqualTo(SvgPicture.Draw([.. second.Trees])));
    }

    [TestCase("<script>alert(1)</script>")]
    [TestCase("a & b \" ' ]]> -->")]
    [TestCase("one\r\ntwo\u2028three")]
    [TestCase("bell \u0007, half \ud800, backwards \u202e, none \uffff")]
    public void Any_title_is_safe(string title)
    {
        var picture = XDocument.Parse(SvgPicture.Draw([.. Graphs.Branched(title).Trees]));

        var foreign = picture.Descendants().Select(e => e.Name.LocalName).Distinct().Except(["svg", "title", "style", "g", "rect", "circle", "path", "line", "text"]);
        Assert.That(foreign, Is.Empty);
        Assert.That(picture.Descendants(Svg + "text").Select(t => t.Value), Has.None.Contains("\n"));
    }

    [Test]
    public void A_word_wider_than_a_line_is_broken_and_complete()
    {
        var word = new string('W', 200);
        var parts = TextMeasure.Wrap($"a {word} b", TextStyle.Title, 300).ToList();

        Assert.That(parts, Has.All.Matches<string>(p => TextMeasure.Width(p, TextStyle.Title) <= 300));
        Assert.That(string.Concat(parts).Replace(" ", "", StringComparison.Ordinal), Is.EqualTo($"a{word}b"));
    }

    [Test]
    public void A_name_wider_than_a_line_is_broken_at_its_joints() =>
        Assert.That(TextMeasure.Wrap("ByDimensions_to_ByDimensionsUuid_98", TextStyle.Name, 240), Is.EqualTo(new[] { "ByDimensions_to_", "ByDimensionsUuid_98" }));

    [Test]
    public void A_plugin_without_revisions_has_a_picture_too() => Assert.That(() => XDocument.Parse(SvgPicture.Draw([])), Throws.Nothing);

    private static XElement Draw(int seed) => XDocument.Parse(SvgPicture.Draw([.. Graphs.Random(seed).Trees])).Root!;

    // Where each text stands, computed from the picture alone.
    private static IEnumerable<(string Text, double Left, double Right, double Top, double Bottom)> Boxes(XElement picture) =>
        from text in picture.Descendants(Svg + "text")
        let style = TextStyle.All.Single(s => s.Class == ((string)text.Attribute("class")!).Split(' ')[0])
        let shift = Regex.Match((string?)text.Ancestors(Svg + "g").Attributes("transform").SingleOrDefault() ?? "translate(0,0)", @"\(([\d.]+),([\d.]+)\)")
        let width = TextMeasure.Width(text.Value, style)
        let x = (double)text.Attribute("x")! - (style == TextStyle.Pill ? width / 2 : 0) + double.Parse(shift.Groups[1].Value, CultureInfo.InvariantCulture)
        let y = (double)text.Attribute("y")! + double.Parse(shift.Groups[2].Value, CultureInfo.InvariantCulture)
        select (text.Value, x, x + width, y - (style.Size * 0.85), y + (style.Size * 0.25));
}
