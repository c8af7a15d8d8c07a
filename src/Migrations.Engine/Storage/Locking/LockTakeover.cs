using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using MongoDB.Bson;

namespace Migrations.Engine.Storage.Locking;

// The holder of a newer token owns everything that older ones left unfinished, from the moment that it has the token: what an earlier run has not committed by
// then is refused by the server, because each of its transactions writes a record or a checkpoint under its own token.
internal sealed class LockTakeover(ICommandChannel channel, CollectionCommands commands, StateNames names)
{
    public async Task RunAsync(long token, CancellationToken cancellationToken)
    {
        var unfinished = new BsonDocument { { "status", AppliedCodec.TextOf(AppliedStatus.Running) }, { "token", Older(token) } };
        var records = await commands.FindAllAsync(names.Applied, unfinished, new BsonDocument("_id", 1), cancellationToken).ConfigureAwait(false);
        await EndSessionsAsync(records, cancellationToken).ConfigureAwait(false);
        await commands.UpdateManyAsync(names.Applied, unfinished, SetTo(token), cancellationToken).ConfigureAwait(false);
        await commands.UpdateManyAsync(names.Ranges, new BsonDocument("token", Older(token)), SetTo(token), cancellationToken).ConfigureAwait(false);
    }

    // Open transactions of a run that died or was overtaken hold their documents for up to a minute. Without the right to end them, that is how long this takes.
    private async Task EndSessionsAsync(IReadOnlyList<BsonDocument> records, CancellationToken cancellationToken)
    {
        var sessions = records.SelectMany(r => r.GetValue("sessions", null) as BsonArray ?? []).OfType<BsonDocument>().ToList();
        if (sessions.Count == 0)
        {
            return;
        }

        try
        {
            var command = new Command("admin", new BsonDocument { { "killSessions", new BsonArray(sessions) } }.ToRaw());
            using var reply = await channel.RunAsync(command, null, cancellationToken).ConfigureAwait(false);
        }
        catch (CommandException)
        {
            // The server ends them itself after a while, and until then makes the updates wait.
        }
    }

    private static BsonDocument Older(long token) => new("$lt", token);

    private static BsonDocument SetTo(long token) => new("$set", new BsonDocument("token", token));
}
