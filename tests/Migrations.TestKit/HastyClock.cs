namespace Migrations.TestKit;

/// <summary>A clock on which time passes faster than it does, so that nobody waits long for what waits for time.</summary>
/// <param name="factor">How many times as fast.</param>
public sealed class HastyClock(int factor) : TimeProvider
{
    private readonly long _started = System.GetTimestamp();

    /// <inheritdoc />
    public override long TimestampFrequency => System.TimestampFrequency;

    /// <inheritdoc />
    public override long GetTimestamp() => _started + ((System.GetTimestamp() - _started) * factor);

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shorten(dueTime), Shorten(period));

    private TimeSpan Shorten(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / factor;
}
