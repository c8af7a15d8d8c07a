using System.Globalization;
using System.Xml.Linq;

namespace Migrations.Host.Pictures;

// The shapes of the picture. Numbers are rounded, so the same graph gives the same bytes.
internal static class SvgShapes
{
    public static XNamespace Svg { get; } = "http://www.w3.org/2000/svg";

    public static string Number(double number) => Math.Round(number, 1).ToString(CultureInfo.InvariantCulture);

    public static XElement Element(string name, string style, params (string Name, double Value)[] numbers) =>
        new(Svg + name, new XAttribute("class", style), numbers.Select(n => new XAttribute(n.Name, Number(n.Value))));

    public static XElement Tooltip(string text) => new(Svg + "title", text);

    public static XElement Box(string style, double x, double y, double width, double height, double radius) =>
        Element("rect", style, ("x", x), ("y", y), ("width", width), ("height", height), ("rx", radius));

    public static XElement Circle(string style, double x, double y, double radius) => Element("circle", style, ("cx", x), ("cy", y), ("r", radius));

    public static XElement Path(string style, FormattableString path) => new(Svg + "path", new XAttribute("class", style), new XAttribute("d", Commands(path)));

    // A pill behind its text, and the text.
    public static IEnumerable<XElement> Text(PlacedText text)
    {
        if (text.Padding > 0)
        {
            yield return Box($"pill {text.Colour}", text.X - text.Padding, text.Y - 11.5, text.Width + (2 * text.Padding), 15, 7.5);
        }

        var element = Element("text", $"{text.Style.Class} {text.Colour}".Trim(), ("x", text.X + (text.Padding > 0 ? text.Width / 2 : 0)), ("y", text.Y - (text.Padding > 0 ? 0.5 : 0)));
        element.Value = text.Text;
        yield return element;
    }

    // A revision is a dot; the newest of its line has a ring, one where several ways go on has a hole, a barrier is a bar.
    public static IEnumerable<XElement> Mark(double x, double y, string colour, bool isHead, bool isBranchpoint, bool isBarrier)
    {
        if (isHead)
        {
            yield return Circle($"ring {colour}", x, y, 8.5);
        }

        if (isBarrier)
        {
            yield return Box("mark x", x - 10, y - 3, 20, 6, 2);
            yield break;
        }

        yield return Circle($"mark {colour}", x, y, 5);
        if (isBranchpoint)
        {
            yield return Circle("hole", x, y, 2.6);
        }
    }

    public static XElement Diamond(double x, double y) => Path("mark o", $"M{x},{y - 6} L{x + 6},{y} L{x},{y + 6} L{x - 6},{y} Z");

    public static XElement TipLeft(double x, double y) => Path("tip", $"M{x},{y} L{x + 7},{y - 4} L{x + 7},{y + 4} Z");

    private static string Commands(FormattableString path) => string.Format(CultureInfo.InvariantCulture, path.Format, [.. path.GetArguments().Select(a => (object)Number((double)a!))]);
}
