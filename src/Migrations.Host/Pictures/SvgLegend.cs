using System.Xml.Linq;

namespace Migrations.Host.Pictures;

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
