using Migrations.Engine.Model;
using Migrations.Host.Output;

namespace Migrations.Host.Pictures;

// A tree as a column: its name, base, and a row for every revision and one-shot. Tracks are on the left, text is on the right, so no way ever crosses text.
internal sealed class TreeLayout
{
    public const double Padding = 18;
    private const double TextWidth = 330;
    private const double RowGap = 11;
    private readonly Tracks _tracks;

    public TreeLayout(RevisionTree tree)
    {
        Tree = tree;
        var rows = TreeRow.Order(tree);
        _tracks = new Tracks(tree, rows);
        var left = _tracks.Right + 10;
        var header = Header(left - Padding + TextWidth);
        BaseY = header.Bottom + 22;
        var y = BaseY + 18;
        Rows = [.. rows.Select(r => Place(r, left, ref y))];
        (Texts, Height) = ([.. header.Texts, new PlacedText("base", TextStyle.Remark, "", left, BaseY + 4, TextMeasure.Width("base", TextStyle.Remark), 0)], y + 6);
        TextLeft = left;
        Width = Math.Max(left + 200, Rows.SelectMany(r => r.Texts).Concat(Texts).Max(t => t.X + t.Width + t.Padding)) + Padding;
    }

    public RevisionTree Tree { get; }

    public double BaseY { get; }

    public double Width { get; }

    public double Height { get; }

    public double TextLeft { get; }

    public IReadOnlyList<TreeRow> Rows { get; }

    public IReadOnlyList<PlacedText> Texts { get; }

    public TreeRow Row(Revision revision) => Rows.First(r => r.Revision == revision);

    public int ColourOf(Revision revision) => Palette.IndexOf(_tracks.IndexOf(revision.Line));

    private TextFlow Header(double width)
    {
        var flow = new TextFlow(Padding, 14, width);
        flow.Add(SafeText.OneLine(Tree.Name), TextStyle.Tree);
        if (SafeText.OneLine(Tree.Declaration?.Description ?? "") is { Length: > 0 } description)
        {
            flow.NewLine(2);
            flow.Add(description, TextStyle.Remark);
        }

        if (Tree.Lines.Any(l => l is not null))
        {
            flow.NewLine(3);
            foreach (var line in Tree.Lines)
            {
                flow.AddPill(line is null ? "(no line)" : SafeText.OneLine(line), Palette.Name(Palette.IndexOf(_tracks.IndexOf(line))));
            }
        }

        return flow;
    }

    private TreeRow Place(TreeRow row, double left, ref double y)
    {
        var flow = new TextFlow(left, y, TextWidth);
        flow.Add(row.Migration.Id, TextStyle.Id);
        if (row.OneShot is { } oneShot)
        {
            flow.AddPill("one-shot", "o");
            flow.NewLine();
            flow.Add(SafeText.OneLine(oneShot.Name), TextStyle.Name, "o");
        }
        else
        {
            Names(flow, row.Revision!);
        }

        if (SafeText.OneLine(row.Migration.Identity.Title) is { Length: > 0 } title)
        {
            flow.NewLine();
            flow.Add(title, TextStyle.Title);
        }

        if (row.Migration.DependsOn.Count > 0)
        {
            flow.NewLine();
            flow.Add($"after {SafeText.OneLine(string.Join(", ", row.Migration.DependsOn))}", TextStyle.Remark);
        }

        var middle = y + 8.5;
        y = flow.Bottom + RowGap;
        return row with { X = row.OneShot is { } way ? _tracks.Of(way) : _tracks.Of(row.Revision!), Y = middle, Bottom = flow.Bottom, Texts = flow.Texts };
    }

    private void Names(TextFlow flow, Revision revision)
    {
        flow.Add(SafeText.OneLine($"{revision.Line} {revision.Version}"), TextStyle.Name, Palette.Name(ColourOf(revision)));
        if (Tree.IsHead(revision))
        {
            flow.AddPill("head", Palette.Name(ColourOf(revision)));
        }

        if (revision.Migration.IsBarrier)
        {
            flow.AddPill("barrier", "x");
        }
    }
}
