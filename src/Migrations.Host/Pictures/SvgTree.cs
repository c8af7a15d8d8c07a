using System.Xml.Linq;
using Migrations.Engine.Model;
using Migrations.Host.Output;

namespace Migrations.Host.Pictures;

// Draws the column of a tree; revisions that a database does not have yet are hollow and pale.
internal sealed class SvgTree(TreeLayout layout, Func<MigrationDescriptor, RowState>? stateOf)
{
    private const double Bend = 26;

    public XElement Draw(double x, double y, double height)
    {
        var column = new XElement(SvgShapes.Svg + "g", new XAttribute("transform", $"translate({SvgShapes.Number(x)},{SvgShapes.Number(y)})"));
        column.Add(SvgShapes.Box("card", 0, 0, layout.Width, height, 10));
        column.Add(layout.Texts.SelectMany(SvgShapes.Text));
        column.Add(layout.Rows.Where(r => r.Revision is not null).Select(Way));
        column.Add(layout.Rows.Where(r => r.OneShot is not null).SelectMany(OneShotWays));
        column.Add(SvgShapes.Circle("base", Tracks.Left, layout.BaseY, 5.5));
        column.Add(layout.Rows.Select(Row));
        return column;
    }

    // Runs down the track of the line; from another track, it first crosses over just below the parent.
    private XElement Way(TreeRow row)
    {
        var (x, y) = Place(row.Revision!.Parent);
        var style = $"way {Palette.Name(layout.ColourOf(row.Revision))}";
        var bend = Math.Min(y + Bend, row.Y);
        return x == row.X
            ? SvgShapes.Path(style, $"M{x},{y} L{row.X},{row.Y}")
            : SvgShapes.Path(style, $"M{x},{y} C{x},{y + (Bend * 0.75)} {row.X},{bend - (Bend * 0.75)} {row.X},{bend} L{row.X},{row.Y}");
    }

    // Leaves the track of one revision to the right, runs along the one-shot's own track through its mark, and back to the other revision.
    private IEnumerable<XElement> OneShotWays(TreeRow row)
    {
        foreach (var (revision, isTarget) in new[] { (row.OneShot!.From, false), (row.OneShot.To, true) })
        {
            var (x, y) = Place(revision);
            var edge = x + (isTarget ? 11 : 7);
            var turn = y + (y < row.Y ? 14 : -14);
            yield return SvgShapes.Path("shot o", $"M{edge},{y} C{row.X - 3},{y} {row.X},{y} {row.X},{turn} L{row.X},{row.Y}");
            if (isTarget)
            {
                yield return SvgShapes.TipLeft(x + 9, y);
            }
        }
    }

    private XElement Row(TreeRow row)
    {
        var group = new XElement(SvgShapes.Svg + "g", new XAttribute("class", stateOf is null ? "row" : $"row {StyleOf(stateOf(row.Migration))}"), SvgShapes.Tooltip(Tooltip(row)));
        group.Add(SvgShapes.Box("hit", 6, row.Y - 13, layout.Width - 12, row.Bottom - row.Y + 17, 6));
        group.Add(SvgShapes.Element("line", "lead", ("x1", row.X + 12), ("y1", row.Y), ("x2", layout.TextLeft - 5), ("y2", row.Y)));
        group.Add(row.Revision is { } revision
            ? SvgShapes.Mark(row.X, row.Y, Palette.Name(layout.ColourOf(revision)), layout.Tree.IsHead(revision), revision.IsBranchpoint, row.Migration.IsBarrier)
            : [SvgShapes.Diamond(row.X, row.Y)]);
        group.Add(row.Texts.SelectMany(SvgShapes.Text));
        return group;
    }

    private static string StyleOf(RowState state) => state switch
    {
        RowState.Applied => "applied",
        RowState.Failed => "failed",
        _ => "open",
    };

    private (double X, double Y) Place(Revision? revision)
    {
        if (revision is null)
        {
            return (Tracks.Left, layout.BaseY);
        }

        var row = layout.Row(revision);
        return (row.X, row.Y);
    }

    private string Tooltip(TreeRow row)
    {
        var step = row.OneShot is { } oneShot ? new HistoryStep(row.Migration, oneShot.From, oneShot.To) : new HistoryStep(row.Migration, row.Revision!.Parent, row.Revision) { IsHead = layout.Tree.IsHead(row.Revision) };
        return string.Join('\n', GraphText.Declared(row.Migration).Prepend(SafeText.OneLine(row.Migration.Place)).Prepend(GraphText.Line(step)));
    }
}
