using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Storage.Locking;

namespace Migrations.Engine.Guarding;

// Refuses every command of a run whose lock is lost. Within transactions the record's token decides again, on the server.
internal sealed class FencedChannel(ICommandChannel inner, Lease lease) : ChannelDecorator(inner)
{
    public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        lease.ThrowIfLost();
        return base.RunAsync(command, session, cancellationToken);
    }

    public override ValueTask<ICommandCursor> OpenCursorAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        lease.ThrowIfLost();
        return base.OpenCursorAsync(command, session, cancellationToken);
    }
}
