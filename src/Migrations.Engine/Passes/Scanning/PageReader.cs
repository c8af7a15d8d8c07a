using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Storage;
using MongoDB.Bson;

namespace Migrations.Engine.Passes.Scanning;

// Reads the next documents of a range in the order of _id, so that each is seen once however much is written in between.
internal sealed class PageReader(ICommandChannel channel, string database, string collection, BsonDocument filter)
{
    private readonly KindProbe _kinds = new(channel, database, collection);

    public async Task<DocumentPage> ReadAfterAsync(IdRange range, BsonValue? last, int size, IChannelSession? session, CancellationToken cancellationToken)
    {
        var page = await ReadNextAsync(range, last, size, session, null, cancellationToken).ConfigureAwait(false);
        if (page.Count == size)
        {
            return page;
        }

        // The page is not full: either the server ended it early at 16 MiB, or there are no more documents. Asking is cheaper than reading an empty page.
        try
        {
            page.IsLast = page.Count == 0 || await IsNothingAfterAsync(range, DocumentId.Of(page[^1]), session, cancellationToken).ConfigureAwait(false);
            return page;
        }
        catch
        {
            // Nobody else releases the buffer.
            page.Dispose();
            throw;
        }
    }

    public Task<DocumentPage> ReadByIdAsync(IReadOnlyList<BsonValue> ids, IChannelSession? session, CancellationToken cancellationToken) =>
        RunAsync(FindCommand(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids))), ids.Count), ids.Count, session, cancellationToken);

    // The same documents, as far as they exist and are still to be migrated.
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

    // For progress, and for cutting into ranges. A whole collection is not counted if that would read all of it: the server's metadata are good enough, unless they say that it is small.
    public async Task<long> EstimateAsync(CancellationToken cancellationToken) =>
        filter.ElementCount == 0 && await new CollectionSize(channel, database, collection).ReadAsync(cancellationToken).ConfigureAwait(false) is { } kept
            ? kept
            : await CountAsync(cancellationToken).ConfigureAwait(false);

    // The count command answers from the server's metadata if it is asked for all, and they may be wrong after the server was killed.
    public async Task<long> CountExactlyAsync(CancellationToken cancellationToken)
    {
        BsonArray stages = [new BsonDocument("$match", filter), new BsonDocument("$group", new BsonDocument { { "_id", BsonNull.Value }, { "n", new BsonDocument("$sum", 1) } })];
        var body = new BsonDocument { { "aggregate", collection }, { "pipeline", stages }, { "cursor", new BsonDocument() } };
        using var reply = await channel.RunAsync(new Command(database, body.ToRaw()) { Kind = CommandKind.Read }, null, cancellationToken).ConfigureAwait(false);
        return reply.Document["cursor"].AsDocument["firstBatch"].AsArray.Sum(g => WriteReplies.Count(g.AsDocument, "n"u8));
    }

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var body = new BsonDocument { { "count", collection }, { "query", filter } };
        using var reply = await channel.RunAsync(new Command(database, body.ToRaw()) { Kind = CommandKind.Read }, null, cancellationToken).ConfigureAwait(false);
        return WriteReplies.Count(reply.Document, "n"u8);
    }

    private async Task<bool> IsNothingAfterAsync(IdRange range, BsonValue last, IChannelSession? session, CancellationToken cancellationToken)
    {
        using var next = await ReadNextAsync(range, last, 1, session, new BsonDocument("_id", 1), cancellationToken).ConfigureAwait(false);
        return next.Count == 0;
    }

    private async Task<DocumentPage> ReadNextAsync(IdRange range, BsonValue? last, int size, IChannelSession? session, BsonDocument? projection, CancellationToken cancellationToken)
    {
        foreach (var part in KeysetPosition.After(last, range))
        {
            if (part.Kinds is { } kinds && await _kinds.AreNoneAsync(kinds, session, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            var page = await FindAsync(part.Condition, size, session, cancellationToken, projection).ConfigureAwait(false);
            if (page.Count > 0)
            {
                return page;
            }

            page.Dispose();
        }

        return new DocumentPage();
    }

    private Task<DocumentPage> FindAsync(BsonDocument? range, int size, IChannelSession? session, CancellationToken cancellationToken, BsonDocument? projection = null) =>
        RunAsync(FindCommand(IdRange.Within(filter, range), size, projection), size, session, cancellationToken);

    private Command FindCommand(BsonDocument wanted, int size, BsonDocument? projection = null)
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
        if (projection is not null)
        {
            body.Add("projection", projection);
        }

        return new Command(database, body.ToRaw()) { Kind = CommandKind.Read };
    }

    // One batch, no cursor: the server may end it early at 16 MiB, and the next page continues there.
    private async Task<DocumentPage> RunAsync(Command command, int size, IChannelSession? session, CancellationToken cancellationToken) =>
        new(await channel.RunAsync(command, session, cancellationToken).ConfigureAwait(false), size);
}

// How many documents a server says it keeps of a collection, without counting them.
internal sealed class CollectionSize(ICommandChannel channel, string database, string collection)
{
    // Smaller collections are counted quickly, and their metadata may be out of date.
    private const long Least = 10_000;

    // Null if there is no reliable metadata: for views, for small collections, or without the right to see it.
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
