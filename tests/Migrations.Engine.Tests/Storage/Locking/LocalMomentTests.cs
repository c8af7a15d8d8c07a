using Migrations.Engine.Storage.Locking;

namespace Migrations.Engine.Tests.Storage.Locking;

public sealed class LocalMomentTests
{
    [Test]
    public void Time_counts_while_the_machine_is_suspended()
    {
        var clock = new TwoClocks();
        var moment = LocalMoment.Now(clock);

        clock.Utc += TimeSpan.FromMinutes(5);

        Assert.That(moment.Age(clock), Is.EqualTo(TimeSpan.FromMinutes(5)));
    }

    [Test]
    public void Setting_the_clock_back_makes_nothing_younger()
    {
        var clock = new TwoClocks();
        var moment = LocalMoment.Now(clock);

        clock.Monotonic += TimeSpan.FromSeconds(30);
        clock.Utc -= TimeSpan.FromHours(1);

        Assert.That(moment.Age(clock), Is.EqualTo(TimeSpan.FromSeconds(30)));
    }

    private sealed class TwoClocks : TimeProvider
    {
        public TimeSpan Monotonic { get; set; }

        public DateTimeOffset Utc { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Monotonic.Ticks;

        public override DateTimeOffset GetUtcNow() => Utc;
    }
}
