using System.Globalization;
using System.Xml.Linq;
using Migrations.Engine.Model;

namespace Migrations.Host.Pictures;

// The graph as one picture: trees as columns, oldest revision on top, as many columns in a row as a wide screen shows.
internal static class SvgPicture
{
    private const double Margin = 24;
    private const double ColumnGap = 18;
    private const double MaxWidth = 2600;
    private const double MinWidth = 560;

    public static string Draw(IReadOnlyList<RevisionTree> trees) => Draw(trees, null).ToString().ReplaceLineEndings("\n");

    // With where a database stands, if that is known.
    public static XElement Draw(IReadOnlyList<RevisionTree> trees, Func<MigrationDescriptor, RowState>? stateOf)
    {
        var layouts = trees.Select(t => new TreeLayout(t)).ToList();
        var bands = Bands(layouts);
        var width = Math.Max(MinWidth, bands.Select(b => b.Sum(t => t.Width + ColumnGap) - ColumnGap).DefaultIfEmpty(0).Max() + (2 * Margin));
        var legend = new SvgLegend(Summary(trees), Margin, width - (2 * Margin), hasStates: stateOf is not null);
        var (y, columns) = (legend.Bottom, new List<XElement>());
        foreach (var band in bands)
        {
            var (x, height) = (Margin, band.Max(t => t.Height));
            foreach (var layout in band)
            {
                columns.Add(new SvgTree(layout, stateOf).Draw(x, y, height));
                x += layout.Width + ColumnGap;
            }

            y += height + ColumnGap;
        }

        return Document(width, y - ColumnGap + Margin, legend, columns);
    }

    private static XElement Document(double width, double height, SvgLegend legend, List<XElement> columns)
    {
        return new XElement(
            SvgShapes.Svg + "svg",
            new XAttribute("width", SvgShapes.Number(width)),
            new XAttribute("height", SvgShapes.Number(height)),
            new XAttribute("viewBox", $"0 0 {SvgShapes.Number(width)} {SvgShapes.Number(height)}"),
            new XAttribute("role", "img"),
            SvgShapes.Tooltip(legend.Title),
            new XElement(SvgShapes.Svg + "style", SvgStyle.Create()),
            SvgShapes.Box("ground", 0, 0, width, height, 0),
            legend.Draw(),
            columns);
    }

    private static List<List<TreeLayout>> Bands(List<TreeLayout> layouts)
    {
        var bands = new List<List<TreeLayout>>();
        var room = 0.0;
        foreach (var layout in layouts)
        {
            if (bands.Count == 0 || room < layout.Width)
            {
                bands.Add([]);
                room = MaxWidth;
            }

            bands[^1].Add(layout);
            room -= layout.Width + ColumnGap;
        }

        return bands;
    }

    private static string Summary(IReadOnlyList<RevisionTree> trees)
    {
        (string Name, int Count)[] parts = [("revision", trees.Sum(t => t.Revisions.Count)), ("tree", trees.Count), ("one-shot", trees.Sum(t => t.OneShots.Count))];
        return string.Join(", ", parts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Count} {p.Name}{(p.Count == 1 ? "" : "s")}")));
    }
}

// What the picture is, and what its marks mean.
internal sealed class SvgLegend
{
    private const double MarkRoom = 30;
    private readonly TextFlow _flow;
    private readonly List<XElement> _marks = [];

    public SvgLegend(string title, double left, double width, bool hasStates)
    {
        Title = title;
        _flow = new TextFlow(left, 24, width);
        _flow.Add(title, TextStyle.Heading);
        _flow.NewLine(8);
        Add("revision", (x, y) => SvgShapes.Mark(x, y, "c7", false, false, false));
        Add("head: newest of its line", (x, y) => SvgShapes.Mark(x, y, "c7", true, false, false));
        Add("branchpoint", (x, y) => SvgShapes.Mark(x, y, "c7", false, true, false));
        Add("barrier: no path crosses it", (x, y) => SvgShapes.Mark(x, y, "c7", false, false, true));
        Add("one-shot: taken by name only", (x, y) => [SvgShapes.Path("shot o", $"M{x - 13},{y} L{x + 13},{y}"), SvgShapes.Diamond(x, y)]);
        Add("base; later revisions are below", (x, y) => [SvgShapes.Circle("base", x, y, 5.5)]);
        if (hasStates)
        {
            Add("applied", (x, y) => [Marked("applied", x, y)]);
            Add("not applied", (x, y) => [Marked("open", x, y)]);
            Add("failed or half done", (x, y) => [Marked("failed", x, y)]);
        }

        Add("a colour for every line of a tree", (x, y) => [SvgShapes.Path("way c0", $"M{x - 11},{y - 4} L{x + 9},{y - 4}"), SvgShapes.Path("way c1", $"M{x - 9},{y + 3} L{x + 11},{y + 3}")]);
    }

    public string Title { get; }

    public double Bottom => _flow.Bottom + 14;

    public XElement Draw() => new(SvgShapes.Svg + "g", _marks, _flow.Texts.SelectMany(SvgShapes.Text));

    private static XElement Marked(string state, double x, double y) => new(SvgShapes.Svg + "g", new XAttribute("class", $"row {state}"), SvgShapes.Mark(x, y, "c7", false, false, false));

    private void Add(string text, Func<double, double, IEnumerable<XElement>> mark)
    {
        var x = _flow.Reserve(MarkRoom, TextMeasure.Width(text, TextStyle.Remark));
        _flow.Add(text, TextStyle.Remark);
        var y = _flow.Texts[^1].Y - 4;
        _marks.AddRange(mark(x + (MarkRoom / 2) - 2, y));
        _ = _flow.Reserve(10, 0);
    }
}
