using Migrations.Engine.Model;

namespace Migrations.Host.Pictures;

// Where lines and one-shots run side by side, left of all text. A one-shot's track is free for another one where it ends.
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
