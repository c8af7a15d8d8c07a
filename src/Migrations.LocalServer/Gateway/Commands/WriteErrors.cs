using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.LocalServer.Gateway.Failures;

namespace Migrations.LocalServer.Gateway.Commands;

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
