using System.Collections.Concurrent;

namespace Migrations.LocalServer.Gateway.Sessions;

internal sealed class SessionRegistry(TimeProvider time)
{
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan TransactionLimit = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, ServerSession> _sessions = new(StringComparer.Ordinal);

    public ServerSession Get(string key) => _sessions.GetOrAdd(key, static (_, clock) => new ServerSession(clock), time);

    public async Task EndAsync(string key)
    {
        if (_sessions.TryRemove(key, out var session))
        {
            await session.EnterAsync(CancellationToken.None).ConfigureAwait(false);
            try
            {
                await session.AbortAsync().ConfigureAwait(false);
            }
            finally
            {
                session.Leave();
            }
        }
    }

    public async Task EndAllAsync()
    {
        foreach (var key in _sessions.Keys)
        {
            await EndAsync(key).ConfigureAwait(false);
        }
    }

    // Ends transactions that are open for too long and forgets sessions that nobody uses.
    public async Task ReapAsync()
    {
        foreach (var (key, session) in _sessions)
        {
            if (!session.TryEnter())
            {
                continue;
            }

            try
            {
                if (session.State == TransactionState.Active && time.GetElapsedTime(session.TransactionStarted) > TransactionLimit)
                {
                    await session.AbortAsync().ConfigureAwait(false);
                }

                if (session.State != TransactionState.Active && time.GetElapsedTime(session.LastUsed) > IdleLimit)
                {
                    _sessions.TryRemove(key, out _);
                }
            }
            finally
            {
                session.Leave();
            }
        }
    }
}
