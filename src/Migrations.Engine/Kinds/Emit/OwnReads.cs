using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds.Emit;

// Whether documents that were emitted into the collection that is read would be read in turn. Only the server can tell, by the filter.
internal sealed class OwnReads(ICommandChannel channel, string database, SourceCollection source)
{
    public async Task<long> CountAsync(IReadOnlyList<Emission> emissions, IChannelSession? session, CancellationToken cancellationToken)
    {
        var inserted = emissions.SelectMany(e => e.Inserts).Where(i => i.Collection == source.Name).Select(i => i.Id);
        var merged = emissions.SelectMany(e => e.Merges).Where(m => m.Collection == source.Name).Select(m => m.Id);
        var ids = new BsonArray(inserted.Concat(merged));
        if (ids.Count == 0)
        {
            return 0;
        }

        var match = new BsonDocument("$and", new BsonArray([source.Filter, new BsonDocument("_id", new BsonDocument("$in", ids))]));
        var pipeline = new BsonArray([new BsonDocument("$match", match), new BsonDocument("$count", "n")]);
        var command = new Command(database, new BsonDocument { { "aggregate", source.Name }, { "pipeline", pipeline }, { "cursor", new BsonDocument() } }.ToRaw()) { Kind = CommandKind.Read };
        using var reply = await channel.RunAsync(command, session, cancellationToken).ConfigureAwait(false);
        foreach (var found in reply.Document["cursor"].AsDocument["firstBatch"].AsArray)
        {
            return WriteReplies.Count(found.AsDocument, "n"u8);
        }

        return 0;
    }
}
