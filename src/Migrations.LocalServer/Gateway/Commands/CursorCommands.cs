using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.LocalServer.Gateway.Cursors;
using Migrations.LocalServer.Gateway.Failures;
using Migrations.LocalServer.Gateway.Sql;

namespace Migrations.LocalServer.Gateway.Commands;

internal static class CursorCommands
{
    // The engine would ignore the bounds and return other documents.
    public static Task<RawDocument> FindAsync(CommandContext context, CancellationToken cancellationToken) =>
        context.Request.Body.Contains("min") || context.Request.Body.Contains("max")
            ? throw new CommandFailure(ServerError.CommandNotSupported, "The local server has no index bounds: min and max of a find are not supported.")
            : OpenAsync(context, "find_cursor_first_page", cancellationToken);

    public static Task<RawDocument> AggregateAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Request.Body.TryGetValue("explain"u8, out var explain) && explain.ToBoolean())
        {
            return ExplainCommand.ExplainAggregateAsync(context, cancellationToken);
        }

        RefuseChangeStreams(context.Request.Body);
        return OpenAsync(context, "aggregate_cursor_first_page", cancellationToken);
    }

    public static Task<RawDocument> ListCollectionsAsync(CommandContext context, CancellationToken cancellationToken) =>
        OpenAsync(context, "list_collections_cursor_first_page", cancellationToken);

    public static async Task<RawDocument> ListIndexesAsync(CommandContext context, CancellationToken cancellationToken) =>
        IndexDescriptions.Clean(await OpenAsync(context, "list_indexes_cursor_first_page", cancellationToken).ConfigureAwait(false), "firstBatch");

    public static async Task<RawDocument> GetMoreAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var id = request.Target.Type == BsonType.Int64
            ? request.Target.AsInt64
            : throw new CommandFailure(ServerError.TypeMismatch, "BSON field 'getMore.getMore' is the wrong type, expected type 'long'");
        if (!context.Gateway.Cursors.TryTake(id, out var cursor))
        {
            throw new CommandFailure(ServerError.CursorNotFound, $"cursor id {id} not found");
        }

        const string Sql = "SELECT cursorpage::bytea, continuation::bytea FROM documentdb_api.cursor_get_more($1, $2, $3)";
        var row = await context.Sql.RowAsync(Sql, [cursor.Database, request.Body, cursor.Continuation], cancellationToken).ConfigureAwait(false);
        if (!row.IsNull(1))
        {
            context.Gateway.Cursors.Keep(cursor with { Continuation = row.Document(1) });
        }

        return row.Document(0);
    }

    public static async Task<RawDocument> KillCursorsAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var wanted = context.Request.Body["cursors"].AsArray.Select(id => id.ToInt64()).ToList();
        var killed = wanted.Where(id => context.Gateway.Cursors.TryTake(id, out _)).ToList();
        await DeleteAsync(context.Sql.Outside(), killed, cancellationToken).ConfigureAwait(false);
        return await Replies.With(
            ("cursorsKilled", Numbers(killed)), ("cursorsNotFound", Numbers(wanted.Except(killed))), ("cursorsAlive", new BsonArray()), ("cursorsUnknown", new BsonArray())).ConfigureAwait(false);
    }

    public static async Task DeleteAsync(SqlSession sql, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        if (ids.Count > 0)
        {
            await sql.RowAsync("SELECT documentdb_api_internal.delete_cursors($1)::text", [SqlValue.Numbers([.. ids])], cancellationToken).ConfigureAwait(false);
        }
    }

    private static BsonArray Numbers(IEnumerable<long> ids) => new(ids.Select(id => (BsonValue)id));

    private static async Task<RawDocument> OpenAsync(CommandContext context, string function, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var sql = $"SELECT cursorpage::bytea, continuation::bytea, persistconnection, cursorid FROM documentdb_api.{function}($1, $2)";
        var row = await context.Sql.RowAsync(sql, [request.Database, request.Body], cancellationToken).ConfigureAwait(false);
        if (!row.IsNull(1))
        {
            context.Gateway.Cursors.Keep(new OpenCursor(row.Number(3), request.Database, row.Document(1), request.Session.Key));
        }

        return row.Document(0);
    }

    private static void RefuseChangeStreams(RawDocument body)
    {
        var first = body.TryGetValue("pipeline"u8, out var pipeline) && pipeline.Type == BsonType.Array ? pipeline.AsArray.FirstOrDefault() : default;
        if (first.Type == BsonType.Document && first.AsDocument.Contains("$changeStream"))
        {
            throw new CommandFailure(ServerError.CommandNotSupported, "The local server has no change streams.");
        }
    }
}
