using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Handshake;
using Migrations.Mongo.Sessions;
using Migrations.Mongo.Transactions;

namespace Migrations.Mongo.Commands;

// The caller's session, or one taken for the operation alone: after a connection is there, so that there are never more of them than connections.
internal sealed class OperationSession(ChannelSession? explicitSession)
{
    private ServerSession? _implicit;
    private ServerSessionPool? _pool;

    public ChannelSession? Explicit => explicitSession;

    public ServerSession? Acquire(ServerSessionPool pool, HelloReply hello, ServerAddress address)
    {
        if (explicitSession is not null)
        {
            return hello.SupportsSessions ? explicitSession.Acquire(hello.LogicalSessionTimeoutMinutes) : throw CommandErrors.SessionsUnavailable(address);
        }

        if (!hello.SupportsSessions)
        {
            return null;
        }

        _pool = pool;
        return _implicit ??= pool.Acquire(hello.LogicalSessionTimeoutMinutes);
    }

    public void MarkDirty()
    {
        if ((_implicit ?? explicitSession?.Current) is { } session)
        {
            session.IsDirty = true;
        }
    }

    // Gives an implicit session back. An explicit one is its owner's.
    public void Release()
    {
        if (Interlocked.Exchange(ref _implicit, null) is { } session)
        {
            _pool!.Release(session);
        }
    }
}
