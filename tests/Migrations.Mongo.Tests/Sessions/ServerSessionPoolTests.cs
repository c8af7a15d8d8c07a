using Migrations.Mongo.Sessions;
using Migrations.Testing;

namespace Migrations.Mongo.Tests;

public sealed class ServerSessionPoolTests
{
    [Test]
    public void The_session_that_was_given_back_last_is_taken_first()
    {
        var pool = new ServerSessionPool(new ManualClock());
        var (first, second) = (pool.Acquire(30), pool.Acquire(30));

        pool.Release(first);
        pool.Release(second);

        Assert.That(pool.Acquire(30), Is.SameAs(second));
        Assert.That(pool.Acquire(30), Is.SameAs(first));
    }

    [Test]
    public void A_session_with_less_than_a_minute_to_live_is_not_used_again()
    {
        var clock = new ManualClock();
        var pool = new ServerSessionPool(clock);
        var session = pool.Acquire(30);
        pool.Release(session);

        clock.Advance(TimeSpan.FromMinutes(29.5));

        Assert.That(pool.Acquire(30), Is.Not.SameAs(session));
    }

    [Test]
    public void A_session_that_saw_a_network_error_is_thrown_away()
    {
        var pool = new ServerSessionPool(new ManualClock());
        var session = pool.Acquire(30);

        session.IsDirty = true;
        pool.Release(session);

        Assert.That(pool.TakeAll(), Is.Empty);
    }
}
