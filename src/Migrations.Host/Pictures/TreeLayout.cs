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

// A revision or a one-shot in its place: X and Y are the middle of its mark.
internal sealed record TreeRow(MigrationDescriptor Migration, Revision? Revision, OneShot? OneShot)
{
    public double X { get; init; }

    public double Y { get; init; }

    public double Bottom { get; init; }

    public IReadOnlyList<PlacedText> Texts { get; init; } = [];

    // Revisions in their order; a one-shot comes just before the later one of the two that it joins, so that its lines never overlap.
    public static List<TreeRow> Order(RevisionTree tree)
    {
        var places = tree.Revisions.Select((r, i) => (r, i)).ToDictionary(p => p.r, p => p.i);
        var oneShots = tree.OneShots.ToLookup(o => Math.Max(o.From is { } from ? places[from] : -1, places[o.To]));
        return [.. tree.Revisions.SelectMany((r, i) => oneShots[i].Select(o => new TreeRow(o.Migration, null, o)).Append(new TreeRow(r.Migration, r, null)))];
    }
}

// Where a database stands with a migration.
internal enum RowState
{
    Open,
    Applied,
    Failed,
}

// The tracks of lines and one-shots, left of all text. A one-shot's track is free for another one where it ends.
internal sealed class Tracks
{
    private const double First = 26;
    private const double LineGap = 24;
    private const double OneShotGap = 16;
    private readonly RevisionTree _tree;
    private readonly Dictionary<string, int> _oneShots = new(StringComparer.Ordinal);

    public Tracks(RevisionTree tree, IReadOnlyList<TreeRow> rows)
    {
        _tree = tree;
        var places = new Dictionary<Revision, int>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Revision is { } revision)
            {
                places.Add(revision, i);
            }
        }

        int Place(Revision? revision) => revision is null ? -1 : places[revision];
        int Start(OneShot oneShot) => Math.Min(Place(oneShot.From), Place(oneShot.To));
        int End(OneShot oneShot) => Math.Max(Place(oneShot.From), Place(oneShot.To));
        var ends = new List<int>();
        // The shorter of two that begin together stays inside, so they do not cross.
        foreach (var oneShot in tree.OneShots.OrderBy(Start).ThenBy(End).ThenBy(o => o.Name, StringComparer.Ordinal))
        {
            var track = ends.FindIndex(end => end < Start(oneShot));
            if (track < 0)
            {
                track = ends.Count;
                ends.Add(0);
            }

            ends[track] = End(oneShot);
            _oneShots.Add(oneShot.Name, track);
        }

        Right = Left + (LineGap * Math.Max(1, tree.Lines.Count)) + (OneShotGap * ends.Count);
    }

    public static double Left => First;

    public double Right { get; }

    public double Of(Revision revision) => First + (LineGap * IndexOf(revision.Line));

    public double Of(OneShot oneShot) => First + (LineGap * _tree.Lines.Count) + (OneShotGap * _oneShots[oneShot.Name]);

    public int IndexOf(string? line) => _tree.Lines.TakeWhile(l => l != line).Count();
}
