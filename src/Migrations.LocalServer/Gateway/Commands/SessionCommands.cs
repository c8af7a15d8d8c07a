using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.LocalServer.Gateway.Failures;
using Migrations.LocalServer.Gateway.Sessions;

namespace Migrations.LocalServer.Gateway.Commands;

internal static class SessionCommands
{
    private const int TimeoutMinutes = 30;

    public static Task<RawDocument> StartAsync(CommandContext context, CancellationToken cancellationToken) =>
        Replies.With(("id", new BsonDocument { { "id", new BsonBinaryData(Guid.NewGuid(), GuidRepresentation.Standard) } }), ("timeoutMinutes", TimeoutMinutes));

    public static Task<RawDocument> RefreshAsync(CommandContext context, CancellationToken cancellationToken) => Task.FromResult(Replies.Done);

    public static async Task<RawDocument> EndAsync(CommandContext context, CancellationToken cancellationToken)
    {
        foreach (var session in context.Request.Target.AsArray)
        {
            if (session.Type == BsonType.Document && session.AsDocument.TryGetValue("id"u8, out var id) && id.Type == BsonType.Binary)
            {
                var key = Convert.ToHexString(id.AsBinary);
                await context.Gateway.Sessions.EndAsync(key).ConfigureAwait(false);
                await CursorCommands.DeleteAsync(context.Sql.Outside(), context.Gateway.Cursors.TakeOfSession(key), cancellationToken).ConfigureAwait(false);
            }
        }

        return Replies.Done;
    }

    public static async Task<RawDocument> KillAllAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await context.Gateway.Sessions.EndAllAsync().ConfigureAwait(false);
        return Replies.Done;
    }

    public static async Task<RawDocument> CommitAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await Transactions.CommitAsync(SessionOf(context), context.Request.Session, cancellationToken).ConfigureAwait(false);
        return Replies.Done;
    }

    public static async Task<RawDocument> AbortAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await Transactions.AbortAsync(SessionOf(context), context.Request.Session, cancellationToken).ConfigureAwait(false);
        return Replies.Done;
    }

    private static ServerSession SessionOf(CommandContext context) =>
        context.Gateway.Sessions.Get(context.Request.Session.Key ?? throw new CommandFailure(ServerError.BadValue, $"{context.Request.Name} must be run within a session"));
}
