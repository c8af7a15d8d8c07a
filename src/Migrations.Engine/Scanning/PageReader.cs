using Migrations.Bson;
using Migrations.Channel;

namespace Migrations.Engine.Scanning;

// Reads the next documents of a range in the order of _id, so that each is seen once however much is written in between.
internal sealed class PageReader(ICommandChannel channel, string database, string collection, BsonDocument filter)
{
    public async Task<IReadOnlyList<RawBsonDocument>> ReadAfterAsync(IdRange range, BsonValue? last, int size, IChannelSession? session, CancellationToken cancellationToken)
    {
        if (last is null)
        {
            return await FindAsync(range.Condition(), size, session, cancellationToken).ConfigureAwait(false);
        }

        var page = range.IsNaN ? [] : await FindAsync(KeysetPosition.SameKindAfter(last, range), size, session, cancellationToken).ConfigureAwait(false);
        return page.Count == 0 && KeysetPosition.LaterKindsAfter(last, range) is { } later
            ? await FindAsync(later, size, session, cancellationToken).ConfigureAwait(false)
            : page;
    }

    public Task<IReadOnlyList<RawBsonDocument>> ReadByIdAsync(IReadOnlyList<BsonValue> ids, IChannelSession? session, CancellationToken cancellationToken) =>
        RunAsync(FindCommand(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids))), ids.Count), session, cancellationToken);

    // The same documents, as far as they are there and are still to be migrated.
    public Task<IReadOnlyList<RawBsonDocument>> ReadAgainAsync(IReadOnlyList<BsonValue> ids, IChannelSession? session, CancellationToken cancellationToken) =>
        FindAsync(new BsonDocument("$in", new BsonArray(ids)), ids.Count, session, cancellationToken);

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var body = new BsonDocument { { "count", collection }, { "query", filter } };
        using var reply = await channel.RunAsync(new Command(database, body.ToRaw()) { Kind = CommandKind.Read }, null, cancellationToken).ConfigureAwait(false);
        return WriteReplies.Count(reply.Document, "n"u8);
    }

    private Task<IReadOnlyList<RawBsonDocument>> FindAsync(BsonDocument? range, int size, IChannelSession? session, CancellationToken cancellationToken) =>
        RunAsync(FindCommand(IdRange.Within(filter, range), size), session, cancellationToken);

    private Command FindCommand(BsonDocument wanted, int size)
    {
        var body = new BsonDocument
        {
            { "find", collection },
            { "filter", wanted },
            { "sort", new BsonDocument("_id", 1) },
            { "limit", size },
            { "batchSize", size },
            { "singleBatch", true },
        };
        return new Command(database, body.ToRaw()) { Kind = CommandKind.Read };
    }

    // One batch, no cursor: the server may end it early at 16 MiB, and the next page goes on there.
    private async Task<IReadOnlyList<RawBsonDocument>> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        using var reply = await channel.RunAsync(command, session, cancellationToken).ConfigureAwait(false);
        var batch = new RawBsonArray(reply.Document["cursor"].AsDocument["firstBatch"].AsArray.Bytes.ToArray());
        return [.. batch.Select(d => d.AsDocument)];
    }
}
