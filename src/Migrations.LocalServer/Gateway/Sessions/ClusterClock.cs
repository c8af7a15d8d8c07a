namespace Migrations.LocalServer.Gateway.Sessions;

// The logical time of this one-member replica set: seconds above, a counter below, never twice the same.
internal sealed class ClusterClock(TimeProvider time)
{
    private ulong _last;

    public ulong Next()
    {
        var now = (ulong)time.GetUtcNow().ToUnixTimeSeconds() << 32;
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(now, last) + 1;
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next;
            }
        }
    }
}
