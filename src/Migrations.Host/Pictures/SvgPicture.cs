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
