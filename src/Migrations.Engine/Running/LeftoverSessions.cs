using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Reporting;
using Migrations.Engine.State;

namespace Migrations.Engine.Running;

// A run that was killed leaves its transactions open on the server, which hold their documents for up to a minute. Whoever goes on ends its sessions first.
internal static class LeftoverSessions
{
    public static async Task EndAsync(ICommandChannel channel, AppliedMigration? earlier, IRunObserver observer, CancellationToken cancellationToken)
    {
        if (earlier is not { IsUnfinished: true, Sessions.Count: > 0 })
        {
            return;
        }

        try
        {
            var command = new Command("admin", new BsonDocument { { "killSessions", new BsonArray(earlier.Sessions) } }.ToRaw());
            using var reply = await channel.RunAsync(command, null, cancellationToken).ConfigureAwait(false);
        }
        catch (CommandException e)
        {
            observer.Noted($"The sessions of the run that died could not be ended, so its last batches may be held for up to a minute: {e.Message}");
        }
    }
}
