namespace Migrations.Engine.Storage.Locking;

// A moment on both of this machine's clocks: the monotonic one stands still while the machine is suspended, the other one is set by people. The later one counts.
internal sealed record LeaseMoment(long Timestamp, DateTimeOffset Utc)
{
    public static LeaseMoment Now(TimeProvider time) => new(time.GetTimestamp(), time.GetUtcNow());

    public TimeSpan Age(TimeProvider time)
    {
        var elapsed = time.GetElapsedTime(Timestamp);
        var shown = time.GetUtcNow() - Utc;
        return elapsed > shown ? elapsed : shown;
    }
}
