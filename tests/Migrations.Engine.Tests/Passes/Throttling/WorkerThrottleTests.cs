using Migrations.Engine.Kinds;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Model;
using Migrations.Engine.Passes.Throttling;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Passes.Throttling;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WorkerThrottleTests : IAsyncDisposable
{
    private static readonly PlannedStep Step = new() { Migration = new MigrationDescriptor { Identity = new MigrationIdentity { Tree = "items", Id = "1" }, Type = typeof(object), Kind = BodyKinds.FreeForm, Checksum = "c" } };
    private readonly ManualClock _clock = new();
    private readonly RecordingChannel _channel = new();
    private readonly PauseObserver _observer = new();
    private int _shrunk;

    [Test]
    public async Task A_batch_that_the_client_had_to_repeat_makes_the_next_ones_smaller_and_later()
    {
        using var worker = Worker();

        await RunAsync(worker, () => _channel.OverloadCount++);
        var next = worker.RunAsync(() => Task.FromResult("done"), Unasked, CancellationToken.None);

        Assert.That(next.IsCompleted, Is.False);
        Assert.That(_shrunk, Is.EqualTo(1));
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.That(await next, Is.EqualTo("done"));
    }

    [Test]
    public async Task After_five_batches_without_overload_nothing_waits_any_more()
    {
        using var worker = Worker();

        await RunAsync(worker, () => _channel.OverloadCount++);
        for (var batch = 0; batch < 5; batch++)
        {
            await RunAsync(worker, () => { });
        }

        Assert.That(worker.RunAsync(() => Task.FromResult("done"), Unasked, CancellationToken.None).IsCompleted, Is.True);
        Assert.That(_observer.Heard, Is.EqualTo(new[] { "paused: Overload, ", "continued: Overload, " }));
    }

    [Test]
    public async Task After_a_batch_that_was_turned_away_it_is_read_what_the_server_has()
    {
        using var worker = Worker();
        var reads = 0;

        var batch = worker.RunAsync(
            () => throw Overloaded(),
            () => ++reads < 3 ? throw Overloaded() : Task.FromResult("as stored"),
            CancellationToken.None);
        await _clock.AdvanceUntilAsync(batch);
        var next = worker.RunAsync(() => Task.FromResult("done"), Unasked, CancellationToken.None);

        Assert.That(await batch, Is.EqualTo("as stored"));
        Assert.That((reads, _shrunk), Is.EqualTo((3, 3)));
        Assert.That(next.IsCompleted, Is.True, "it waited already");
    }

    [Test]
    public async Task After_two_minutes_of_overload_the_run_fails_with_what_the_server_said()
    {
        using var worker = Worker();
        var started = _clock.GetTimestamp();

        var batch = worker.RunAsync<string>(() => throw Overloaded(), () => throw Overloaded(), CancellationToken.None);
        await _clock.AdvanceUntilAsync(batch);

        Assert.That(async () => await batch, Throws.InstanceOf<CommandException>().With.Property(nameof(CommandException.ServerCode)).EqualTo(462));
        Assert.That(_clock.GetElapsedTime(started), Is.InRange(TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(131)));
    }

    [Test]
    public void Other_failures_are_not_waited_for()
    {
        using var worker = Worker();

        Assert.That(() => worker.RunAsync<string>(() => throw Failure(91, "RetryableError"), Unasked, CancellationToken.None), Throws.InstanceOf<CommandException>());
        Assert.That(
            () => worker.RunAsync<string>(() => throw new DatabaseException(MigrationErrorCode.ConnectFailed, "refused", null, ["SystemOverloadedError", "RetryableError"]), Unasked, CancellationToken.None),
            Throws.InstanceOf<DatabaseException>());
        Assert.That(_observer.Heard, Is.Empty);
    }

    [Test]
    public async Task Cancelling_does_not_wait()
    {
        using var worker = Worker();
        using var cancellation = new CancellationTokenSource();
        await RunAsync(worker, () => _channel.OverloadCount++);

        var next = worker.RunAsync(() => Task.FromResult("done"), Unasked, cancellation.Token);
        await cancellation.CancelAsync();

        Assert.That(async () => await next, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Several_workers_are_reported_once()
    {
        var throttle = NewThrottle();
        using var first = throttle.ForWorker(Step, () => { });
        using var second = throttle.ForWorker(Step, () => { });

        await RunAsync(first, () => _channel.OverloadCount++);
        await RunAsync(second, () => _channel.OverloadCount++);

        Assert.That(_observer.Heard, Is.EqualTo(new[] { "paused: Overload, " }));
    }

    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    private Throttle NewThrottle() => new(_channel, new ChannelInfo { Deployment = DeploymentKind.Standalone }, new RunSettings(), _observer, _clock);

    private WorkerThrottle Worker() => NewThrottle().ForWorker(Step, () => _shrunk++);

    private async Task RunAsync(WorkerThrottle worker, Action batch)
    {
        var run = worker.RunAsync(
            () =>
            {
                batch();
                return Task.FromResult("done");
            },
            Unasked,
            CancellationToken.None);
        await _clock.AdvanceUntilAsync(run);
        await run;
    }

    private static Task<string> Unasked() => throw new InvalidOperationException("Nothing was in doubt.");

    private static CommandException Overloaded() => Failure(462, "SystemOverloadedError", "RetryableError");

    private static CommandException Failure(int code, params string[] labels) => new(MigrationErrorCode.CommandFailed, "turned away", code, "Scripted", [], labels);
}
