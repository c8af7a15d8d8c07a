namespace Migrations.Engine.Storage.Locking;

// A moment on both of this machine's clocks: the monotonic one stops while the machine is suspended, the other one can be set by people. The later one counts.
internal sealed record LocalMoment(long Timestamp, DateTimeOffset Utc)
{
    public static LocalMoment Now(TimeProvider time) => new(time.GetTimestamp(), time.GetUtcNow());

    public TimeSpan Age(TimeProvider time)
    {
        var elapsed = time.GetElapsedTime(Timestamp);
        var shown = time.GetUtcNow() - Utc;
        return elapsed > shown ? elapsed : shown;
    }
}
