using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;

namespace Migrations.Engine.Storage.Locking;

// A write of the state that only the holder of the lock may do: in one transaction with the lock, so that whoever has lost it writes nothing.
// Where the server has no transactions, after a look at it.
internal static class HeldWrite
{
    public static async Task RunAsync(ICommandChannel channel, ChannelInfo server, Lease lease, Func<IChannelSession?, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        if (!server.SupportsTransactions)
        {
            lease.Confirm();
            await write(null, cancellationToken).ConfigureAwait(false);
            return;
        }

        var session = channel.StartSession();
        await using (session.ConfigureAwait(false))
        {
            await session.WithTransactionAsync(
                async token =>
                {
                    await lease.HoldAsync(session, token).ConfigureAwait(false);
                    await write(session, token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }
}
