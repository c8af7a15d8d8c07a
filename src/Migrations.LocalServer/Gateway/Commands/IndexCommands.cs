using Migrations.Bytes;
using Migrations.LocalServer.Gateway.Failures;
using Migrations.LocalServer.Gateway.Sql;
using MongoDB.Bson;

namespace Migrations.LocalServer.Gateway.Commands;

internal static class IndexCommands
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    public static async Task<RawDocument> CreateIndexesAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var body = IndexDescriptions.Cure(request.Body);
        if (context.Sql.IsInTransaction)
        {
            const string Inside = "SELECT documentdb_api_internal.create_indexes_non_concurrently($1, $2, false)::bytea";
            var row = await context.Sql.RowAsync(Inside, [request.Database, body], cancellationToken).ConfigureAwait(false);
            return Unwrap(row.Document(0));
        }

        var builds = context.Gateway.IndexBuilds;
        await builds.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await BuildAsync(context.Sql, request.Database, body, context.Gateway.Time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            builds.Release();
        }
    }

    public static async Task<RawDocument> DropIndexesAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var row = await context.Sql.CallAsync("CALL documentdb_api.drop_indexes($1, $2, NULL)", [request.Database, request.Body], cancellationToken).ConfigureAwait(false);
        var reply = row.Document(0);
        ThrowIfFailed(reply);
        return await Replies.With(("nIndexesWas", reply.TryGetValue("nIndexesWas"u8, out var count) ? count.ToInt32() : 0)).ConfigureAwait(false);
    }

    // The engine only queues a build; its own worker would poll the queue every two seconds.
    private static async Task<RawDocument> BuildAsync(SqlSession sql, string database, RawDocument body, TimeProvider time, CancellationToken cancellationToken)
    {
        const string Request = "SELECT retval::bytea, ok, requests::bytea FROM documentdb_api.create_indexes_background($1, $2)";
        const string Check = "SELECT retval::bytea, ok, complete FROM documentdb_api_internal.check_build_index_status($1)";
        var requested = await sql.RowAsync(Request, [database, body], cancellationToken).ConfigureAwait(false);
        var reply = Unwrap(requested.Document(0));
        var requests = requested.Document(2);
        if (!requests.Contains("indexRequest"))
        {
            return reply;
        }

        while (true)
        {
            await sql.CallAsync("CALL documentdb_api_internal.build_index_concurrently(1)", [], cancellationToken).ConfigureAwait(false);
            var status = await sql.RowAsync(Check, [requests], cancellationToken).ConfigureAwait(false);
            if (!status.IsTrue(1))
            {
                ThrowIfFailed(Inner(status.Document(0)));
                throw new CommandFailure(ServerError.InternalError, $"The index build failed: {status.Document(0)}");
            }

            if (status.IsTrue(2))
            {
                return reply;
            }

            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static RawDocument Unwrap(RawDocument reply)
    {
        var inner = Inner(reply);
        ThrowIfFailed(inner);
        var unwrapped = inner.ToBsonDocument();
        unwrapped.Set("ok", 1.0);
        return unwrapped.ToRaw();
    }

    // The engine answers like a sharded cluster of one.
    private static RawDocument Inner(RawDocument reply) =>
        reply.TryGetValue("raw"u8, out var raw) && raw.AsDocument.TryGetValue("defaultShard"u8, out var shard) ? shard.AsDocument : reply;

    private static void ThrowIfFailed(RawDocument reply)
    {
        if (reply.TryGetValue("ok"u8, out var ok) && ok.ToBoolean())
        {
            return;
        }

        var code = reply.TryGetValue("code"u8, out var packed) ? SqlState.ToCode(SqlState.Unpack(packed.ToInt32()), isInTransaction: false) : ServerError.InternalError;
        var message = reply.TryGetValue("errmsg"u8, out var text) ? text.AsString : "The command failed without a message.";
        throw new CommandFailure(code, code == ServerError.DuplicateKey ? $"E11000 duplicate key error: {message}" : message);
    }
}

internal static class IndexDescriptions
{
    // The engine also says how it stores an index; MongoDB's clients would take that for an option that was set.
    public static RawDocument Clean(RawDocument reply, string batchName)
    {
        var cleaned = reply.ToBsonDocument();
        var cursor = cleaned["cursor"].AsBsonDocument;
        var batch = new BsonArray();
        foreach (var index in cursor[batchName].AsBsonArray)
        {
            var description = index.AsBsonDocument;
            description.Remove("storageEngine");
            batch.Add(description);
        }

        cursor.Set(batchName, batch);
        cleaned.Set("cursor", cursor);
        return cleaned.ToRaw();
    }

    // A unique index with a descending part lets duplicates with missing fields through, unless its storage is the older one.
    public static RawDocument Cure(RawDocument createIndexes)
    {
        if (!createIndexes.TryGetValue("indexes"u8, out var indexes) || indexes.Type != BsonType.Array || !indexes.AsArray.Any(NeedsCure))
        {
            return createIndexes;
        }

        var cured = createIndexes.ToBsonDocument();
        var specs = new BsonArray();
        foreach (var index in indexes.AsArray)
        {
            var spec = index.AsDocument.ToBsonDocument();
            if (NeedsCure(index))
            {
                spec.Set("enableOrderedIndex", false);
            }

            specs.Add(spec);
        }

        cured.Set("indexes", specs);
        return cured.ToRaw();
    }

    private static bool NeedsCure(RawValue index)
    {
        if (index.Type != BsonType.Document || !index.AsDocument.TryGetValue("unique"u8, out var unique) || !unique.ToBoolean()
            || !index.AsDocument.TryGetValue("key"u8, out var key) || key.Type != BsonType.Document)
        {
            return false;
        }

        foreach (var part in key.AsDocument)
        {
            if (part.Value.Type is BsonType.Int32 or BsonType.Int64 or BsonType.Double && part.Value.ToDouble() < 0)
            {
                return true;
            }
        }

        return false;
    }
}
