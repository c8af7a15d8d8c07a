using Migrations.Bson;
using Migrations.Channel;
using Migrations.Engine.Reporting;
using Migrations.Engine.State;

namespace Migrations.Engine.Running;

// A run that was killed leaves its transaction open on the server, which holds its documents for up to a minute. Whoever goes on ends its session first.
internal static class LeftoverSession
{
    public static async Task EndAsync(ICommandChannel channel, AppliedMigration? earlier, IRunObserver observer, CancellationToken cancellationToken)
    {
        if (earlier is not { IsUnfinished: true, Session: { } session })
        {
            return;
        }

        try
        {
            var command = new Command("admin", new BsonDocument { { "killSessions", new BsonArray([session]) } }.ToRaw());
            using var reply = await channel.RunAsync(command, null, cancellationToken).ConfigureAwait(false);
        }
        catch (MongoCommandException e)
        {
            observer.Noted($"The session of the run that died could not be ended, so its last batch may be held for up to a minute: {e.Message}");
        }
    }
}
