using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;

namespace Migrations.Engine.Scanning;

// Reads the next documents of a range in the order of _id, so that each is seen once however much is written in between.
internal sealed class PageReader(ICommandChannel channel, string database, string collection, BsonDocument filter)
{
    public async Task<DocumentPage> ReadAfterAsync(IdRange range, BsonValue? last, int size, IChannelSession? session, CancellationToken cancellationToken)
    {
        foreach (var condition in KeysetPosition.After(last, range))
        {
            var page = await FindAsync(condition, size, session, cancellationToken).ConfigureAwait(false);
            if (page.Count > 0)
            {
                return page;
            }

            page.Dispose();
        }

        return new DocumentPage();
    }

    public Task<DocumentPage> ReadByIdAsync(IReadOnlyList<BsonValue> ids, IChannelSession? session, CancellationToken cancellationToken) =>
        RunAsync(FindCommand(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids))), ids.Count), ids.Count, session, cancellationToken);

    // The same documents, as far as they are there and are still to be migrated.
    public Task<DocumentPage> ReadAgainAsync(IReadOnlyList<BsonValue> ids, IChannelSession? session, CancellationToken cancellationToken) =>
        FindAsync(new BsonDocument("$in", new BsonArray(ids)), ids.Count, session, cancellationToken);

    // The same, however many answers that takes, as copies.
    public async Task<IReadOnlyList<RawDocument>> ReadAllAgainAsync(IReadOnlyList<BsonValue> ids, CancellationToken cancellationToken)
    {
        var documents = new List<RawDocument>(ids.Count);
        var left = ids;
        while (left.Count > 0)
        {
            using var page = await ReadAgainAsync(left, null, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            documents.AddRange(page.Select(d => new RawDocument(d.Bytes.ToArray())));
            var seen = page.Select(DocumentId.Of).ToHashSet();
            left = [.. left.Where(id => !seen.Contains(id))];
        }

        return documents;
    }

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var body = new BsonDocument { { "count", collection }, { "query", filter } };
        using var reply = await channel.RunAsync(new Command(database, body.ToRaw()) { Kind = CommandKind.Read }, null, cancellationToken).ConfigureAwait(false);
        return WriteReplies.Count(reply.Document, "n"u8);
    }

    private Task<DocumentPage> FindAsync(BsonDocument? range, int size, IChannelSession? session, CancellationToken cancellationToken) =>
        RunAsync(FindCommand(IdRange.Within(filter, range), size), size, session, cancellationToken);

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
    private async Task<DocumentPage> RunAsync(Command command, int size, IChannelSession? session, CancellationToken cancellationToken) =>
        new(await channel.RunAsync(command, session, cancellationToken).ConfigureAwait(false), size);
}
