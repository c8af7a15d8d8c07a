using Migrations.Bytes;
using Migrations.LocalServer.Gateway.Failures;
using Migrations.LocalServer.Gateway.Requests;
using MongoDB.Bson;

namespace Migrations.LocalServer.Gateway.Commands;

internal static class WriteCommands
{
    private const int UpsertAttempts = 10;
    private const int DeleteAttempts = 3;

    public static Task<RawDocument> InsertAsync(CommandContext context, CancellationToken cancellationToken) =>
        RunAsync(context, "SELECT p_result::bytea, p_success FROM documentdb_api.insert($1, $2, $3, NULL)", "documents", cancellationToken);

    // The engine finds one document and then deletes it: when a transaction changed it in between, it deletes nothing, where MongoDB looks again.
    public static async Task<RawDocument> DeleteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT p_result::bytea, p_success FROM documentdb_api.delete($1, $2, $3, NULL)";
        for (var attempt = 1; ; attempt++)
        {
            var reply = await RunAsync(context, Sql, "deletes", cancellationToken).ConfigureAwait(false);
            if (attempt == DeleteAttempts || context.Sql.IsInTransaction || !MayBeLostDelete(context.Request, reply))
            {
                return reply;
            }
        }
    }

    // Two upserts of one key may both find nothing; the second one updates what the first inserted.
    public static async Task<RawDocument> UpdateAsync(CommandContext context, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT p_result::bytea, p_success FROM documentdb_api.update($1, $2, $3, NULL)";
        for (var attempt = 1; ; attempt++)
        {
            var reply = await RunAsync(context, Sql, "updates", cancellationToken).ConfigureAwait(false);
            if (attempt == UpsertAttempts || context.Sql.IsInTransaction || !IsLostUpsert(context.Request, reply))
            {
                return reply;
            }
        }
    }

    public static async Task<RawDocument> FindAndModifyAsync(CommandContext context, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT p_result::bytea FROM documentdb_api.find_and_modify($1, $2, NULL)";
        var request = context.Request;
        var upserts = request.Body.TryGetValue("upsert"u8, out var upsert) && upsert.ToBoolean();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var row = await context.Sql.RowAsync(Sql, [request.Database, request.Body], cancellationToken).ConfigureAwait(false);
                return row.Document(0);
            }
            catch (CommandFailure failure) when (failure.Code == ServerError.DuplicateKey)
            {
                if (upserts && attempt < UpsertAttempts && !context.Sql.IsInTransaction)
                {
                    continue;
                }

                throw await DuplicateKeys.DescribeAsync(context, failure, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<RawDocument> RunAsync(CommandContext context, string sql, string sequence, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var (body, statements) = (request.Body, request.Sequence(sequence));
        if (sequence == "updates")
        {
            (body, statements) = statements is null ? (ReplacementIds.LeaveOut(body), null) : (body, ReplacementIds.LeaveOut(statements));
        }

        var row = await context.Sql.RowAsync(sql, [request.Database, body, Sql.SqlValue.Sequence(statements)], cancellationToken).ConfigureAwait(false);
        var reply = row.Document(0);
        return reply.Contains("writeErrors") ? await WriteErrors.TranslateAsync(context, reply, cancellationToken).ConfigureAwait(false) : reply;
    }

    private static bool MayBeLostDelete(CommandRequest request, RawDocument reply) =>
        reply["n"].ToInt64() == 0
        && !reply.Contains("writeErrors")
        && request.Documents("deletes") is [var only]
        && only.TryGetValue("limit"u8, out var limit)
        && limit.ToInt64() == 1;

    private static bool IsLostUpsert(CommandRequest request, RawDocument reply) =>
        reply.TryGetValue("writeErrors"u8, out var errors)
        && errors.AsArray.Any(error => error.AsDocument["code"].ToInt32() == ServerError.DuplicateKey)
        && request.Documents("updates") is [var only]
        && only.TryGetValue("upsert"u8, out var upsert)
        && upsert.ToBoolean();
}

internal static class WriteErrors
{
    // The engine returns PostgreSQL's states in the errors of single statements; clients know MongoDB's codes.
    public static async Task<RawDocument> TranslateAsync(CommandContext context, RawDocument reply, CancellationToken cancellationToken)
    {
        var translated = reply.ToBsonDocument();
        var errors = new BsonArray();
        foreach (var raw in reply["writeErrors"].AsArray)
        {
            var error = raw.AsDocument.ToBsonDocument();
            var code = SqlState.ToCode(SqlState.Unpack(error["code"].ToInt32()), context.Sql.IsInTransaction);
            error.Set("code", code);
            if (code == ServerError.DuplicateKey)
            {
                await DuplicateKeys.DescribeAsync(context, error, cancellationToken).ConfigureAwait(false);
            }
            else if (code == ServerError.WriteConflict)
            {
                // In a transaction, a conflict fails the whole command, so that clients see its label.
                throw new CommandFailure(code, error["errmsg"].AsString);
            }

            errors.Add(error);
        }

        translated.Set("writeErrors", errors);
        return translated.ToRaw();
    }
}
