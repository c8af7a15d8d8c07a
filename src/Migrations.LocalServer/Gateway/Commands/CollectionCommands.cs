using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.LocalServer.Gateway.Sql;

namespace Migrations.LocalServer.Gateway.Commands;

internal static class CollectionCommands
{
    public static Task<RawDocument> CreateAsync(CommandContext context, CancellationToken cancellationToken) =>
        OnDatabaseAsync(context, "SELECT documentdb_api.create_collection_view($1, $2)::bytea", cancellationToken);

    // Without a filter the engine returns its statistics, which lag behind; a filter that is always true makes it count.
    public static async Task<RawDocument> CountAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var body = context.Request.Body;
        if (!body.TryGetValue("query"u8, out var query) || (query.Type == BsonType.Document && query.AsDocument == RawDocument.Empty) || query.IsNull)
        {
            body = body.ToBsonDocument().Set("query", new BsonDocument { { "$expr", true } }).ToRaw();
        }

        var row = await context.Sql.RowAsync("SELECT document::bytea FROM documentdb_api.count_query($1, $2)", [context.Request.Database, body], cancellationToken).ConfigureAwait(false);
        return row.Document(0);
    }

    public static Task<RawDocument> DistinctAsync(CommandContext context, CancellationToken cancellationToken) =>
        OnDatabaseAsync(context, "SELECT document::bytea FROM documentdb_api.distinct_query($1, $2)", cancellationToken);

    public static Task<RawDocument> ValidateAsync(CommandContext context, CancellationToken cancellationToken) =>
        OnDatabaseAsync(context, "SELECT document::bytea FROM documentdb_api.validate($1, $2)", cancellationToken);

    public static async Task<RawDocument> ModifyAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        await context.Sql.RowAsync("SELECT documentdb_api.coll_mod($1, $2, $3)::bytea", [request.Database, request.Collection, request.Body], cancellationToken).ConfigureAwait(false);
        return Replies.Done;
    }

    public static async Task<RawDocument> DropAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var row = await context.Sql.RowAsync("SELECT documentdb_api.drop_collection($1, $2)", [request.Database, request.Collection], cancellationToken).ConfigureAwait(false);
        return row.IsTrue(0)
            ? await Replies.With(("nIndexesWas", 1), ("ns", $"{request.Database}.{request.Collection}")).ConfigureAwait(false)
            : Replies.Done;
    }

    public static async Task<RawDocument> DropDatabaseAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var database = context.Request.Database;
        await context.Sql.RowAsync("SELECT documentdb_api.drop_database($1)::text", [database], cancellationToken).ConfigureAwait(false);
        return await Replies.With(("dropped", database)).ConfigureAwait(false);
    }

    public static Task<RawDocument> RenameAsync(CommandContext context, CancellationToken cancellationToken) =>
        OnServerAsync(context, "SELECT documentdb_api.rename_collection($1)::bytea", cancellationToken);

    public static Task<RawDocument> ListDatabasesAsync(CommandContext context, CancellationToken cancellationToken) =>
        OnServerAsync(context, "SELECT documentdb_api.list_databases($1)::bytea", cancellationToken);

    public static Task<RawDocument> CurrentOperationsAsync(CommandContext context, CancellationToken cancellationToken) =>
        OnServerAsync(context, "SELECT document::bytea FROM documentdb_api.current_op_command($1)", cancellationToken);

    public static Task<RawDocument> KillOperationAsync(CommandContext context, CancellationToken cancellationToken) =>
        OnServerAsync(context, "SELECT documentdb_api.kill_op($1)::bytea", cancellationToken);

    public static Task<RawDocument> CompactAsync(CommandContext context, CancellationToken cancellationToken) =>
        OnServerAsync(context, "SELECT documentdb_api.compact($1)::bytea", cancellationToken);

    public static async Task<RawDocument> CollectionStatsAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var row = await context.Sql.RowAsync("SELECT documentdb_api.coll_stats($1, $2, $3)::bytea", [request.Database, request.Collection, Scale(context)], cancellationToken).ConfigureAwait(false);
        return row.Document(0);
    }

    public static async Task<RawDocument> DatabaseStatsAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var row = await context.Sql.RowAsync("SELECT documentdb_api.db_stats($1, $2)::bytea", [context.Request.Database, Scale(context)], cancellationToken).ConfigureAwait(false);
        return row.Document(0);
    }

    public static async Task<IReadOnlyList<RawDocument>> IndexesOfAsync(SqlSession sql, string database, string collection, CancellationToken cancellationToken)
    {
        var list = new BsonDocument { { "listIndexes", collection }, { "cursor", new BsonDocument { { "batchSize", 1000 } } } };
        var row = await sql.RowAsync("SELECT cursorpage::bytea FROM documentdb_api.list_indexes_cursor_first_page($1, $2)", [database, list.ToRaw()], cancellationToken).ConfigureAwait(false);
        return [.. row.Document(0)["cursor"].AsDocument["firstBatch"].AsArray.Select(index => index.AsDocument)];
    }

    private static double Scale(CommandContext context) =>
        context.Request.Body.TryGetValue("scale"u8, out var scale) ? scale.ToDouble() : 1;

    private static async Task<RawDocument> OnDatabaseAsync(CommandContext context, string sql, CancellationToken cancellationToken)
    {
        var row = await context.Sql.RowAsync(sql, [context.Request.Database, context.Request.Body], cancellationToken).ConfigureAwait(false);
        return row.Document(0);
    }

    private static async Task<RawDocument> OnServerAsync(CommandContext context, string sql, CancellationToken cancellationToken)
    {
        var row = await context.Sql.RowAsync(sql, [context.Request.Body], cancellationToken).ConfigureAwait(false);
        return row.Document(0);
    }
}
