namespace Migrations.Host.Pictures;

// Places pieces of text next to each other, and on the next line if they do not fit.
internal sealed class TextFlow(double left, double top, double width)
{
    public const double LineHeight = 17;
    private const double Baseline = 12.5;
    private const double Gap = 7;
    private const double PillPadding = 6;
    private readonly List<PlacedText> _texts = [];
    private double _x;
    private double _y = top;

    public IReadOnlyList<PlacedText> Texts => _texts;

    public double Bottom => _y + LineHeight;

    public void Add(string text, TextStyle style, string colour = "")
    {
        foreach (var part in TextMeasure.Wrap(text, style, width))
        {
            Place(part, style, colour, 0);
        }
    }

    public void AddPill(string text, string colour)
    {
        foreach (var part in TextMeasure.Wrap(text, TextStyle.Pill, width - (2 * PillPadding)))
        {
            Place(part, TextStyle.Pill, colour, PillPadding);
        }
    }

    public void NewLine(double space = 0)
    {
        (_x, _y) = (0, _y + LineHeight + space);
    }

    // Reserves space for a shape of the given width.
    public double Reserve(double room, double following)
    {
        if (_x > 0 && _x + room + following > width)
        {
            NewLine();
        }

        var x = left + _x;
        _x += room;
        return x;
    }

    private void Place(string text, TextStyle style, string colour, double padding)
    {
        var room = TextMeasure.Width(text, style) + (2 * padding);
        var x = Reserve(room, 0);
        _texts.Add(new PlacedText(text, style, colour, x + padding, _y + Baseline, room - (2 * padding), padding));
        _x += Gap;
    }
}

// A piece of text: the start of its baseline and how wide it gets; with padding it stands in a pill.
internal sealed record PlacedText(string Text, TextStyle Style, string Colour, double X, double Y, double Width, double Padding);
