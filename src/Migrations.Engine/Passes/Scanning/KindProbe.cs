using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes.Scanning;

// Whether kinds at one end of the order of _id hold nothing, told by the least or the greatest _id of all, which any server finds in its index.
// Not every server finds a kind there: it would read all documents to say that none is of it.
internal sealed class KindProbe(ICommandChannel channel, string database, string collection)
{
    // False where that cannot be told.
    public async Task<bool> AreNoneAsync(int firstKind, int lastKind, IChannelSession? session, CancellationToken cancellationToken)
    {
        var isBehind = lastKind == IdKinds.Count - 1;
        if (isBehind == (firstKind == 0))
        {
            // All kinds, or kinds in the middle.
            return false;
        }

        using var reply = await channel.RunAsync(Find(isBehind ? -1 : 1), session, cancellationToken).ConfigureAwait(false);
        foreach (var document in reply.Document["cursor"].AsDocument["firstBatch"].AsArray)
        {
            return document.AsDocument.TryGetValue("_id"u8, out var id) && IdKinds.Of(id.Type) is >= 0 and var kind && (isBehind ? kind < firstKind : kind > lastKind);
        }

        return true;
    }

    // Ranges that are pieces of a kind are in the index.
    public async Task<bool> AreNoneAsync(IdRange range, IChannelSession? session, CancellationToken cancellationToken) =>
        range is { IsNaN: false, After: null, UpTo: null } && await AreNoneAsync(range.FirstKind, range.LastKind, session, cancellationToken).ConfigureAwait(false);

    private Command Find(int order)
    {
        var body = new BsonDocument
        {
            { "find", collection },
            { "projection", new BsonDocument("_id", 1) },
            { "sort", new BsonDocument("_id", order) },
            { "limit", 1 },
            { "singleBatch", true },
        };
        return new Command(database, body.ToRaw()) { Kind = CommandKind.Read };
    }
}
