using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Database;

// The plain commands on collections. Outside a transaction writes are durable; inside, the transaction's own concern counts.
internal sealed class CollectionCommands(ICommandChannel channel, string database)
{
    // One answer and no cursor, which is asked for with every batch.
    public async Task<BsonDocument?> FindOneAsync(string collection, BsonDocument filter, CancellationToken cancellationToken, IChannelSession? session = null)
    {
        var body = new BsonDocument { { "find", collection }, { "filter", filter }, { "limit", 1 }, { "singleBatch", true } };
        using var reply = await channel.RunAsync(new Command(database, body.ToRaw()) { Kind = CommandKind.Read }, session, cancellationToken).ConfigureAwait(false);
        foreach (var document in reply.Document["cursor"].AsDocument["firstBatch"].AsArray)
        {
            return new RawDocument(document.Bytes.ToArray()).ToBsonDocument();
        }

        return null;
    }

    public async Task<IReadOnlyList<BsonDocument>> FindAllAsync(string collection, BsonDocument filter, BsonDocument sort, CancellationToken cancellationToken, int limit = 0, BsonDocument? projection = null)
    {
        var body = new BsonDocument { { "find", collection }, { "filter", filter }, { "sort", sort }, { "batchSize", 1000 } };
        if (projection is not null)
        {
            body.Add("projection", projection);
        }

        if (limit > 0)
        {
            body.Add("limit", limit);
        }

        var documents = new List<BsonDocument>();
        await foreach (var document in ReadAsync(body, null, cancellationToken).ConfigureAwait(false))
        {
            documents.Add(document);
        }

        return documents;
    }

    public Task InsertAsync(string collection, BsonDocument document, IChannelSession? session, CancellationToken cancellationToken) =>
        WriteAsync(new BsonDocument { { "insert", collection }, { "documents", new BsonArray([document]) } }, collection, session, cancellationToken);

    public Task InsertManyAsync(string collection, IEnumerable<BsonDocument> documents, CancellationToken cancellationToken) =>
        WriteAsync(new BsonDocument { { "insert", collection }, { "documents", new BsonArray(documents) } }, collection, null, cancellationToken);

    /// Returns how many were deleted.
    public async Task<long> DeleteAsync(string collection, BsonDocument filter, IChannelSession? session, CancellationToken cancellationToken)
    {
        var statement = new BsonDocument { { "q", filter }, { "limit", 0 } };
        var reply = await WriteAsync(new BsonDocument { { "delete", collection }, { "deletes", new BsonArray([statement]) } }, collection, session, cancellationToken, CommandKind.Write).ConfigureAwait(false);
        return reply["n"].ToInt64();
    }

    /// Replaces documents by their _id or adds them; returns how many were added.
    public async Task<long> PutManyAsync(string collection, IEnumerable<BsonDocument> documents, IChannelSession? session, CancellationToken cancellationToken)
    {
        var statements = documents.Select(d => new BsonDocument { { "q", new BsonDocument("_id", d["_id"]) }, { "u", d }, { "multi", false }, { "upsert", true } });
        var reply = await WriteAsync(new BsonDocument { { "update", collection }, { "updates", new BsonArray(statements) } }, collection, session, cancellationToken).ConfigureAwait(false);
        return reply.TryGetValue("upserted", out var upserted) ? upserted.AsBsonArray.Count : 0;
    }

    public async Task<long> CountAsync(string collection, BsonDocument filter, CancellationToken cancellationToken)
    {
        var body = new BsonDocument { { "count", collection }, { "query", filter } };
        using var reply = await channel.RunAsync(new Command(database, body.ToRaw()) { Kind = CommandKind.Read }, null, cancellationToken).ConfigureAwait(false);
        return WriteReplies.Count(reply.Document, "n"u8);
    }

    // Not every server creates a collection in a transaction.
    public async Task CreateAsync(string collection, CancellationToken cancellationToken)
    {
        const int NamespaceExists = 48;
        try
        {
            using var reply = await channel.RunAsync(new Command(database, new BsonDocument { { "create", collection }, { "writeConcern", DurableConcern.Value } }.ToRaw()) { Kind = CommandKind.Admin }, null, cancellationToken).ConfigureAwait(false);
        }
        catch (CommandException e) when (e.ServerCode == NamespaceExists)
        {
            // That is what was wanted.
        }
    }

    public Task UpdateManyAsync(string collection, BsonDocument filter, BsonDocument update, CancellationToken cancellationToken)
    {
        var statement = new BsonDocument { { "q", filter }, { "u", update }, { "multi", true } };
        return WriteAsync(new BsonDocument { { "update", collection }, { "updates", new BsonArray([statement]) } }, collection, null, cancellationToken, CommandKind.Write);
    }

    /// Returns how many documents the filter matched, an upserted one included.
    public async Task<long> UpdateAsync(string collection, BsonDocument filter, BsonValue update, IChannelSession? session, CancellationToken cancellationToken, bool upsert = false)
    {
        var statement = new BsonDocument { { "q", filter }, { "u", update }, { "multi", false }, { "upsert", upsert } };
        var reply = await WriteAsync(new BsonDocument { { "update", collection }, { "updates", new BsonArray([statement]) } }, collection, session, cancellationToken).ConfigureAwait(false);
        return reply["n"].ToInt64();
    }

    public async Task<BsonDocument?> FindAndModifyAsync(string collection, BsonDocument filter, BsonValue update, CancellationToken cancellationToken)
    {
        var body = new BsonDocument { { "findAndModify", collection }, { "query", filter }, { "update", update }, { "new", true }, { "writeConcern", DurableConcern.Value } };
        using var reply = await channel.RunAsync(new Command(database, body.ToRaw()) { Kind = CommandKind.RetryableWrite }, null, cancellationToken).ConfigureAwait(false);
        return reply.ToBsonDocument()["value"] as BsonDocument;
    }

    public async IAsyncEnumerable<BsonDocument> ReadAsync(BsonDocument body, IChannelSession? session, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursor = await channel.OpenCursorAsync(new Command(database, body.ToRaw()) { Kind = CommandKind.Read }, session, cancellationToken).ConfigureAwait(false);
        await using (cursor.ConfigureAwait(false))
        {
            while (await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false))
            {
                foreach (var document in cursor.CopyBatch())
                {
                    yield return document;
                }
            }
        }
    }


    private async Task<BsonDocument> WriteAsync(BsonDocument body, string collection, IChannelSession? session, CancellationToken cancellationToken, CommandKind kind = CommandKind.RetryableWrite)
    {
        if (session is not { IsInTransaction: true })
        {
            body.Add("writeConcern", DurableConcern.Value);
        }

        using var reply = await channel.RunAsync(new Command(database, body.ToRaw()) { Kind = kind }, session, cancellationToken).ConfigureAwait(false);
        WriteReplies.ThrowOnErrors(reply.Document, body.Names.First(), collection);
        return reply.ToBsonDocument();
    }
}
