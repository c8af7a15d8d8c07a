namespace Migrations.Mongo.Sessions;

// Last in, first out, so that few sessions stay warm and the rest expires.
internal sealed class ServerSessionPool(TimeProvider time)
{
    private static readonly TimeSpan SafetyMargin = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly LinkedList<ServerSession> _sessions = [];
    private int _timeoutMinutes = 30;

    public ServerSession Acquire(int? timeoutMinutes)
    {
        lock (_gate)
        {
            _timeoutMinutes = timeoutMinutes ?? _timeoutMinutes;
            while (_sessions.First is { } first)
            {
                _sessions.RemoveFirst();
                if (!IsExpiring(first.Value))
                {
                    first.Value.LastUsed = time.GetTimestamp();
                    return first.Value;
                }
            }
        }

        return new ServerSession(time.GetTimestamp());
    }

    public void Release(ServerSession session)
    {
        lock (_gate)
        {
            while (_sessions.Last is { } last && IsExpiring(last.Value))
            {
                _sessions.RemoveLast();
            }

            if (!session.IsDirty && !IsExpiring(session))
            {
                _sessions.AddFirst(session);
            }
        }
    }

    // For endSessions when the channel closes.
    public IReadOnlyList<Guid> TakeAll()
    {
        lock (_gate)
        {
            Guid[] ids = [.. _sessions.Select(s => s.Id)];
            _sessions.Clear();
            return ids;
        }
    }

    private bool IsExpiring(ServerSession session) => time.GetElapsedTime(session.LastUsed) + SafetyMargin > TimeSpan.FromMinutes(_timeoutMinutes);
}
