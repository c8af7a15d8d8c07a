using Migrations.Engine.Planning;

namespace Migrations.AspNetCore.Runs;

// A run that a request started: what it was asked for, what happens, how it ended.
internal sealed class MigrationRun(string id, PlanRequest request, DateTimeOffset started, CancellationToken applicationStopping) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(applicationStopping);
    private readonly TaskCompletionSource<RunOutcome> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id => id;

    public PlanRequest Request => request;

    public DateTimeOffset Started => started;

    public RunEvents Events { get; } = new();

    public CancellationToken Token => _cancellation.Token;

    public Task<RunOutcome> Ended => _ended.Task;

    // Null as long as it is at work.
    public RunOutcome? Outcome { get; private set; }

    // It ends after its batch.
    public void Cancel() => _cancellation.Cancel();

    public void End(RunOutcome outcome)
    {
        Outcome = outcome;
        Events.End("ended", RunReport.Of(this));
        _ended.SetResult(outcome);
    }

    public void Dispose() => _cancellation.Dispose();
}

// How a run ended. A fault says that it did not do what it was asked for.
internal sealed record RunOutcome(IReadOnlyList<StepReport> Steps, MigrationException? Fault, bool IsCancelled, DateTimeOffset Ended);
