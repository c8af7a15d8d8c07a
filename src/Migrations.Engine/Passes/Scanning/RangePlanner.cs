using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes.Scanning;

// Asks the server where to cut: a random draw of _ids, in the server's own order, so that no collation and no type is compared here.
internal sealed class RangePlanner(ICommandChannel channel, string database, string collection)
{
    // How many _ids are drawn for each boundary: an even cut of an uneven draw.
    private const int DrawsPerBoundary = 16;

    // Where the cluster cuts is better than a draw, as long as it is fine enough: no range then lies on two shards.
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

    // Every so many of them is a boundary; the same _id may have been drawn twice.
    private static IReadOnlyList<BsonValue> Thin(IReadOnlyList<BsonValue> values, int count)
    {
        var step = Math.Max(1, values.Count / (count + 1));
        return [.. values.Where((_, i) => i % step == step - 1).Take(count).Distinct()];
    }
}
