using Migrations.Host.Execution;
using Migrations.Host.Fleets;
using Migrations.Shared;

namespace Migrations.Host.Tests.Fleets;

// Which databases are begun, and when no other is.
public sealed class FleetRunTests
{
    private static readonly FleetRequest Request = new() { Command = "migrate", MaxFailures = 1 };

    [Test]
    public async Task As_many_as_asked_for_are_worked_on_at_a_time([Values(1, 3)] int parallel)
    {
        var (running, most) = (0, 0);
        var full = new TaskCompletionSource();

        await RunAsync(Request with { Parallel = parallel }, Targets(6), async (target, token) =>
        {
            var now = Interlocked.Increment(ref running);
            most = Math.Max(most, now);
            if (now == parallel)
            {
                full.TrySetResult();
            }

            await full.Task.WaitAsync(TimeSpan.FromSeconds(20), token);
            Interlocked.Decrement(ref running);
            return Done(target);
        });

        Assert.That(most, Is.EqualTo(parallel));
    }

    [Test]
    public async Task It_stops_after_as_many_failures_as_are_allowed()
    {
        var states = await StatesAsync(Request with { MaxFailures = 2 }, 5, (target, _) => Failed(target, ExitCode.Failed, target.Name is "b" or "c"));

        Assert.That(states, Is.EqualTo(new[] { TargetState.Done, TargetState.Failed, TargetState.Failed, TargetState.NotReached, TargetState.NotReached }));
    }

    [Test]
    public async Task It_goes_on_where_any_number_may_fail()
    {
        var states = await StatesAsync(Request with { MaxFailures = null }, 3, (target, _) => Failed(target, ExitCode.Failed, isFailure: true));

        Assert.That(states, Is.All.EqualTo(TargetState.Failed));
    }

    [Test]
    public async Task What_is_wrong_for_every_database_is_tried_on_one()
    {
        var wrong = await StatesAsync(Request with { MaxFailures = null }, 3, (target, _) => Failed(target, MigrationErrorCode.UsageInvalid));
        var wrongForOne = await StatesAsync(Request with { MaxFailures = null }, 3, (target, _) => Failed(target, MigrationErrorCode.OptionMissing));

        Assert.That(wrong, Is.EqualTo(new[] { TargetState.Failed, TargetState.NotReached, TargetState.NotReached }));
        Assert.That(wrongForOne, Is.All.EqualTo(TargetState.Failed), "Another database may be past the migration with the option.");
    }

    [Test]
    public async Task All_canaries_come_before_the_others_and_alone()
    {
        var order = new List<string>();

        await RunAsync(Request with { Canaries = ["d", "b"], Parallel = 2 }, Targets(4), (target, _) =>
        {
            lock (order)
            {
                order.Add(target.Name);
            }

            return Task.FromResult(Done(target));
        });

        Assert.That(order.Take(2), Is.EqualTo(new[] { "d", "b" }));
        Assert.That(order.Skip(2), Is.EquivalentTo(new[] { "a", "c" }));
    }

    [Test]
    public async Task Nothing_else_is_begun_after_a_cancellation_and_those_at_work_are_waited_for()
    {
        using var cancellation = new CancellationTokenSource();

        var outcomes = await new FleetRun(Request with { MaxFailures = null }, async (target, token) =>
        {
            await cancellation.CancelAsync();
            return new TargetOutcome(target.Name, target.Server, token.IsCancellationRequested ? TargetState.Cancelled : TargetState.Done);
        }, (_, _, _) => { }).RunAsync(Targets(3), cancellation.Token);

        Assert.That(outcomes.Select(o => o.State), Is.EqualTo(new[] { TargetState.Cancelled, TargetState.NotReached, TargetState.NotReached }));
        Assert.That(new FleetReport("migrate", outcomes, TimeSpan.Zero) { IsCancelled = true }.ExitCode, Is.EqualTo(ExitCode.Cancelled));
    }

    [TestCase(ExitCode.Done, "done", "done")]
    [TestCase(ExitCode.Pending, "done", "pending")]
    [TestCase(ExitCode.Locked, "pending", "locked", "refused")]
    [TestCase(ExitCode.Refused, "refused", "locked")]
    public void The_exit_code_is_that_of_the_first_failure_and_pending_only_if_nothing_failed(object expected, params string[] outcomes)
    {
        var report = new FleetReport("migrate", [.. outcomes.Select((o, i) => o switch
        {
            "done" => new TargetOutcome($"{i}", "here", TargetState.Done) { ExitCode = ExitCode.Done },
            "pending" => new TargetOutcome($"{i}", "here", TargetState.Pending) { ExitCode = ExitCode.Pending },
            "locked" => new TargetOutcome($"{i}", "here", TargetState.Failed) { ExitCode = ExitCode.Locked },
            _ => new TargetOutcome($"{i}", "here", TargetState.Failed) { ExitCode = ExitCode.Refused },
        })], TimeSpan.Zero);

        Assert.That(report.ExitCode, Is.EqualTo(expected));
    }

    private static async Task<IEnumerable<TargetState>> StatesAsync(FleetRequest request, int count, Func<FleetTarget, CancellationToken, Task<TargetOutcome>> work) =>
        (await RunAsync(request, Targets(count), work)).Select(o => o.State);

    private static Task<IReadOnlyList<TargetOutcome>> RunAsync(FleetRequest request, IReadOnlyList<FleetTarget> targets, Func<FleetTarget, CancellationToken, Task<TargetOutcome>> work) =>
        new FleetRun(request, work, (_, _, _) => { }).RunAsync(targets, CancellationToken.None);

    // Nothing is connected: the work is the test's.
    private static List<FleetTarget> Targets(int count) => [.. "abcdef"[..count].Select(name => new FleetTarget($"{name}", new Connection(null!, $"{name}"), "here"))];

    private static TargetOutcome Done(FleetTarget target) => new(target.Name, target.Server, TargetState.Done) { ExitCode = ExitCode.Done };

    private static Task<TargetOutcome> Failed(FleetTarget target, ExitCode code, bool isFailure) =>
        Task.FromResult(isFailure ? new TargetOutcome(target.Name, target.Server, TargetState.Failed) { ExitCode = code } : Done(target));

    private static Task<TargetOutcome> Failed(FleetTarget target, MigrationErrorCode code) =>
        Task.FromResult(new TargetOutcome(target.Name, target.Server, TargetState.Failed) { ExitCode = ExitCode.Usage, Code = code });
}
