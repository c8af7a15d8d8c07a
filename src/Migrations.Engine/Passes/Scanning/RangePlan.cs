using MongoDB.Bson;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes.Scanning;

// Cuts a collection into ranges at _ids that the server has drawn and put in order. Together the ranges are the whole collection, whatever the draw was, and no two overlap.
internal static class RangePlan
{
    public static IReadOnlyList<IdRange> Create(IReadOnlyList<BsonValue> boundaries)
    {
        var cuts = boundaries.Where(b => !IdKinds.IsNaN(b) && IdKinds.Of(b) >= 0 && !IdKinds.HasOneValue(IdKinds.Of(b))).GroupBy(IdKinds.Of).OrderBy(g => g.Key).ToList();
        if (cuts.Count == 0)
        {
            return [IdRange.Whole];
        }

        var ranges = new List<IdRange>();
        var next = 0;
        foreach (var kind in cuts)
        {
            AddWhole(ranges, next, kind.Key - 1);
            AddPieces(ranges, kind.Key, [.. kind.Distinct()]);
            next = kind.Key + 1;
        }

        AddWhole(ranges, next, IdKinds.Count - 1);
        return ranges;
    }

    private static void AddWhole(List<IdRange> ranges, int first, int last)
    {
        if (first <= last)
        {
            ranges.Add(new IdRange(first, last));
        }
    }

    private static void AddPieces(List<IdRange> ranges, int kind, List<BsonValue> boundaries)
    {
        if (kind == IdKinds.Numbers)
        {
            ranges.Add(new IdRange(kind, kind) { IsNaN = true });
        }

        BsonValue? after = null;
        foreach (var boundary in boundaries)
        {
            ranges.Add(new IdRange(kind, kind) { After = after, UpTo = boundary });
            after = boundary;
        }

        ranges.Add(new IdRange(kind, kind) { After = after });
    }
}
