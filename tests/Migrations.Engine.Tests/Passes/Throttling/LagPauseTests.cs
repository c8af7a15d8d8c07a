using Migrations.Engine.Kinds;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Model;
using Migrations.Engine.Passes.Throttling;
using Migrations.Engine.Planning;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Passes.Throttling;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LagPauseTests : IAsyncDisposable
{
    private static readonly PlannedStep Step = new() { Migration = new MigrationDescriptor { Identity = new MigrationIdentity { Tree = "items", Id = "1" }, Type = typeof(object), Kind = BodyKinds.FreeForm, Checksum = "c" } };
    private readonly ManualClock _clock = new();
    private readonly RecordingChannel _channel = new();
    private readonly PauseObserver _observer = new();

    [Test]
    public async Task Batches_wait_until_the_secondary_has_caught_up()
    {
        ReplyLags(25, 11, 10);
        var watch = Watch();

        _clock.Advance(TimeSpan.FromSeconds(5));
        var held = watch.HoldAsync(Step, CancellationToken.None);
        var other = watch.HoldAsync(Step, CancellationToken.None);
        Assert.That((held.IsCompleted, other.IsCompleted), Is.EqualTo((false, false)));
        await _clock.AdvanceUntilAsync(held);
        await other;

        Assert.That(_observer.Heard, Is.EqualTo(new[] { "paused: ReplicationLag, 25", "continued: ReplicationLag, 10" }));
        Assert.That(Asked, Is.EqualTo(3));
    }

    [Test]
    public async Task At_the_limit_nothing_waits_and_the_server_is_asked_every_five_seconds_at_most()
    {
        ReplyLags(10, 10, 10, 10);
        var watch = Watch();

        for (var second = 0; second < 12; second++)
        {
            await watch.HoldAsync(Step, CancellationToken.None);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(Asked, Is.EqualTo(2));
        Assert.That(_observer.Heard, Is.Empty);
    }

    [TestCase(13, "Unauthorized")]
    [TestCase(59, "CommandNotFound")]
    [TestCase(76, "NoReplicationEnabled")]
    public async Task A_server_that_does_not_tell_is_asked_once_and_a_note_says_so(int code, string name)
    {
        _channel.Fail("replSetGetStatus", code, name);
        var watch = Watch();

        await AskAsync(watch, 3);

        Assert.That(Asked, Is.EqualTo(1));
        Assert.That(_observer.Heard, Has.Count.EqualTo(1).And.One.Contains(name).And.One.Contains("clusterMonitor"));
    }

    [Test]
    public async Task Trouble_that_passes_holds_nothing_up_and_the_server_is_asked_again()
    {
        _channel.Fail("replSetGetStatus", 11600, "InterruptedAtShutdown");
        _channel.Fail("replSetGetStatus", 462, "IngressRequestRateLimitExceeded", "SystemOverloadedError", "RetryableError");
        _channel.Fail("replSetGetStatus", new DatabaseException(MigrationErrorCode.ConnectionLost, "gone"));
        var watch = Watch();

        await AskAsync(watch, 4);

        Assert.That(Asked, Is.EqualTo(4));
        Assert.That(_observer.Heard, Is.Empty);
    }

    [TestCase(nameof(DeploymentKind.ReplicaSet), 0, 0)]
    [TestCase(nameof(DeploymentKind.Standalone), 10, 0)]
    [TestCase(nameof(DeploymentKind.Sharded), 10, 1)]
    public async Task Where_it_is_switched_off_or_cannot_be_the_server_is_not_asked(string deployment, int limit, int notes)
    {
        await AskAsync(Watch(limit, Enum.Parse<DeploymentKind>(deployment)), 3);

        Assert.That(Asked, Is.Zero);
        Assert.That(_observer.Heard, Has.Count.EqualTo(notes));
    }

    [Test]
    public async Task A_member_that_is_delayed_on_purpose_holds_nothing_up()
    {
        ReplyLags(3600);
        _channel.Reply("replSetGetConfig", """{ "ok": 1, "config": { "members": [{ "_id": 0 }, { "_id": 1, "secondaryDelaySecs": 3600 }] } }""");

        await AskAsync(Watch(), 1);

        Assert.That(_observer.Heard, Is.Empty);
    }

    [Test]
    public void Cancelling_does_not_wait()
    {
        ReplyLags(25);
        using var cancellation = new CancellationTokenSource();
        var watch = Watch();
        _clock.Advance(TimeSpan.FromSeconds(5));

        var held = watch.HoldAsync(Step, cancellation.Token);
        cancellation.Cancel();

        Assert.That(async () => await held, Throws.InstanceOf<OperationCanceledException>());
    }

    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    private int Asked => _channel.Commands.Count(c => c.Name == "replSetGetStatus");

    private LagPause Watch(int limit = 10, DeploymentKind deployment = DeploymentKind.ReplicaSet) =>
        new(_channel, new ChannelInfo { Deployment = deployment }, TimeSpan.FromSeconds(limit), _observer, _clock);

    private void ReplyLags(params int[] lags)
    {
        foreach (var lag in lags)
        {
            _channel.Reply("replSetGetStatus", ReplicationLagTests.Status(ReplicationLagTests.Member(0, 1, 5000), ReplicationLagTests.Member(1, 2, 5000 - lag)));
        }
    }

    private async Task AskAsync(LagPause watch, int times)
    {
        for (var time = 0; time < times; time++)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            await watch.HoldAsync(Step, CancellationToken.None);
        }
    }
}
