using Migrations.Engine.Model;

namespace Migrations.Host.Pictures;

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
