using Migrations.Engine.Passes.Throttling;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Passes.Throttling;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class BackoffTests
{
    private readonly ManualClock _clock = new();

    [Test]
    public void Nothing_waits_before_the_server_is_overloaded()
    {
        var backoff = new Backoff(_clock);

        backoff.Pass(metOverload: false);

        Assert.That((backoff.IsSlow, backoff.NextPause), Is.EqualTo((false, TimeSpan.Zero)));
    }

    [Test]
    public void Pauses_grow_from_a_tenth_of_a_second_to_ten_seconds_and_are_never_quite_the_same()
    {
        var backoff = new Backoff(_clock);

        foreach (var longest in (int[])[100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000])
        {
            backoff.Pass(metOverload: true);
            var pauses = Enumerable.Range(0, 50).Select(_ => backoff.NextPause.TotalMilliseconds).ToList();
            Assert.That(pauses, Has.All.InRange(longest / 2, longest));
            Assert.That(pauses.Distinct().Count(), Is.GreaterThan(1));
        }
    }

    [Test]
    public void They_shrink_only_after_several_batches_that_met_no_overload()
    {
        var backoff = new Backoff(_clock);
        backoff.Pass(metOverload: true);
        backoff.Fail();

        Pass(backoff, 4);
        Assert.That(backoff.NextPause.TotalMilliseconds, Is.InRange(100, 200));
        Pass(backoff, 1);
        Assert.That(backoff.NextPause.TotalMilliseconds, Is.InRange(50, 100));
        Pass(backoff, 4);
        Assert.That(backoff.IsSlow, Is.True);
        Pass(backoff, 1);
        Assert.That(backoff.IsSlow, Is.False);
    }

    [Test]
    public void After_two_minutes_without_a_batch_it_is_given_up()
    {
        var backoff = new Backoff(_clock);

        Assert.That(backoff.Fail(), Is.True);
        _clock.Advance(TimeSpan.FromSeconds(119));
        Assert.That(backoff.Fail(), Is.True);
        backoff.Pass(metOverload: true);
        Assert.That(backoff.Fail(), Is.True, "a batch came through in between");
        _clock.Advance(TimeSpan.FromSeconds(120));
        Assert.That(backoff.Fail(), Is.False);
    }

    private static void Pass(Backoff backoff, int times)
    {
        for (var time = 0; time < times; time++)
        {
            backoff.Pass(metOverload: false);
        }
    }
}
