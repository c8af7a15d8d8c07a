using Migrations.Engine.Database;
using Migrations.Engine.Guarding;

namespace Migrations.IntegrationTests.Engine;

// As a process that is killed: from one command on nothing reaches the server any more.
internal sealed class DyingChannel(ICommandChannel inner, int last) : ChannelDecorator(inner)
{
    private int _commands;

    public bool IsDead => _commands > last;

    public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        Count();
        return base.RunAsync(command, session, cancellationToken);
    }

    public override ValueTask<ICommandCursor> OpenCursorAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        Count();
        return base.OpenCursorAsync(command, session, cancellationToken);
    }

    private void Count()
    {
        if (Interlocked.Increment(ref _commands) > last)
        {
            throw new DatabaseException(MigrationErrorCode.Unexpected, "The process is dead.");
        }
    }
}
