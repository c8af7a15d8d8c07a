using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.LocalServer.Gateway.Failures;

namespace Migrations.LocalServer.Gateway.Commands;

// The engine has no bulkWrite; it is done as runs of inserts, updates and deletes.
internal static class BulkWriteCommand
{
    public static async Task<RawDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var namespaces = request.Documents("nsInfo").Select(info => info["ns"].AsString).ToList();
        var isOrdered = !request.Body.TryGetValue("ordered"u8, out var ordered) || ordered.ToBoolean();
        var errorsOnly = request.Body.TryGetValue("errorsOnly"u8, out var only) && only.ToBoolean();
        var result = new BulkWriteResult(errorsOnly);
        foreach (var run in BulkWriteRun.Split(request.Documents("ops"), namespaces, groupsUpdates: errorsOnly))
        {
            var reply = await ExecuteAsync(context, run, isOrdered, cancellationToken).ConfigureAwait(false);
            result.Add(run, reply);
            if (isOrdered && result.HasErrors)
            {
                break;
            }
        }

        return result.ToReply();
    }

    private static async Task<RawDocument> ExecuteAsync(CommandContext context, BulkWriteRun run, bool isOrdered, CancellationToken cancellationToken)
    {
        var command = new BsonDocument { { run.Command, run.Collection }, { "ordered", isOrdered } };
        foreach (var name in (ReadOnlySpan<string>)["bypassDocumentValidation", "let", "comment"])
        {
            if (context.Request.Body.TryGetValue(name, out var value) && (name != "let" || run.Command != "insert"))
            {
                command.Add(name, value.ToBsonValue());
            }
        }

        var inner = context with { Request = context.Request.With(run.Database, command.ToRaw(), run.SequenceName, run.Statements()) };
        try
        {
            return await CommandTable.Find(run.Command)!.Handler(inner, cancellationToken).ConfigureAwait(false);
        }
        catch (CommandFailure failure) when (!context.Sql.IsInTransaction && run.Count == 1)
        {
            // An error that would fail a single-statement command only fails this statement.
            var error = new BsonDocument { { "index", 0 }, { "code", failure.Code }, { "errmsg", failure.Message } };
            return new BsonDocument { { "n", 0 }, { "writeErrors", new BsonArray([error]) }, { "ok", 1.0 } }.ToRaw();
        }
    }
}
