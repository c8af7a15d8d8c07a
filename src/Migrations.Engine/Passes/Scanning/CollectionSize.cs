using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Passes.Scanning;

// How many documents a server says it keeps of a collection, without counting them.
internal sealed class CollectionSize(ICommandChannel channel, string database, string collection)
{
    // Fewer are counted at once, and what is kept of them may be old.
    private const long Least = 10_000;

    // Null where nothing is kept that can be relied on: of views, of small collections, or for a user who may not see it.
    public async Task<long?> ReadAsync(CancellationToken cancellationToken)
    {
        var stages = new BsonArray([new BsonDocument("$collStats", new BsonDocument("count", new BsonDocument()))]);
        var body = new BsonDocument { { "aggregate", collection }, { "pipeline", stages }, { "cursor", new BsonDocument() } };
        try
        {
            using var reply = await channel.RunAsync(new Command(database, body.ToRaw()) { Kind = CommandKind.Read }, null, cancellationToken).ConfigureAwait(false);
            // One for each shard.
            var count = reply.Document["cursor"].AsDocument["firstBatch"].AsArray.Sum(s => s.AsDocument.TryGetValue("count"u8, out var kept) ? kept.ToInt64() : 0);
            return count < Least ? null : count;
        }
        catch (CommandException)
        {
            return null;
        }
    }
}
