using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Storage;
using MongoDB.Bson;

namespace Migrations.Engine.Passes.Scanning;

// Asks the server where to cut: a random sample of _ids in the server's own order, so that no collation and no type is compared here.
internal sealed class RangePlanner(ICommandChannel channel, string database, string collection)
{
    // How many _ids are sampled for each boundary, to even out the sample.
    private const int DrawsPerBoundary = 16;

    // The cluster's own boundaries are better than a sample, if they are fine enough: then no range is on two shards.
    public async Task<IReadOnlyList<IdRange>> PlanAsync(int ranges, Sharding sharding, CancellationToken cancellationToken) => ranges switch
    {
        < 2 => [IdRange.Whole],
        _ when sharding.Cuts.Count >= ranges - 1 => RangePlan.Create(Thin(sharding.Cuts, ranges - 1)),
        _ => RangePlan.Create(await DrawAsync(ranges - 1, cancellationToken).ConfigureAwait(false)),
    };

    private async Task<IReadOnlyList<BsonValue>> DrawAsync(int count, CancellationToken cancellationToken)
    {
        var pipeline = new BsonArray(
        [
            new BsonDocument("$sample", new BsonDocument("size", count * DrawsPerBoundary)),
            new BsonDocument("$project", new BsonDocument("_id", 1)),
            new BsonDocument("$sort", new BsonDocument("_id", 1)),
        ]);
        var command = new Command(database, new BsonDocument { { "aggregate", collection }, { "pipeline", pipeline }, { "cursor", new BsonDocument() } }.ToRaw()) { Kind = CommandKind.Read };
        var drawn = new List<BsonValue>();
        var cursor = await channel.OpenCursorAsync(command, null, cancellationToken).ConfigureAwait(false);
        await using (cursor.ConfigureAwait(false))
        {
            while (await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false))
            {
                drawn.AddRange(cursor.CopyBatch().Select(d => DocumentId.Of(d["_id"])));
            }
        }

        return Thin(drawn, count);
    }

    // Every n-th of them is a boundary; the same _id may have been sampled twice.
    private static IReadOnlyList<BsonValue> Thin(IReadOnlyList<BsonValue> values, int count)
    {
        var step = Math.Max(1, values.Count / (count + 1));
        return [.. values.Where((_, i) => i % step == step - 1).Take(count).Distinct()];
    }
}

// Cuts a collection into ranges at _ids that the server has sampled and sorted. Together the ranges are the whole collection, whatever the sample, and no two overlap.
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

// The part of a range that a scan has finished, as ranges.
internal static class FinishedPart
{
    public static IReadOnlyList<IdRange> Of(IdRange range, BsonValue? last, bool isDone)
    {
        if (isDone || (last is not null && range.IsNaN))
        {
            return [range];
        }

        return last is null ? [] : [.. KindsBefore(range, IdKinds.Of(last)), .. KindOf(range, last, IdKinds.Of(last))];
    }

    private static IEnumerable<IdRange> KindsBefore(IdRange range, int kind) => kind > range.FirstKind ? [new IdRange(range.FirstKind, kind - 1)] : [];

    private static IEnumerable<IdRange> KindOf(IdRange range, BsonValue last, int kind)
    {
        if (IdKinds.HasOneValue(kind))
        {
            return [new IdRange(kind, kind)];
        }

        // In a range without bounds NaN comes before all other numbers; in others it is not.
        IEnumerable<IdRange> notANumber = kind == IdKinds.Numbers && range is { After: null, UpTo: null } ? [new IdRange(kind, kind) { IsNaN = true }] : [];
        return IdKinds.IsNaN(last) ? notANumber : [.. notANumber, new IdRange(kind, kind) { After = range.After, UpTo = last }];
    }
}
