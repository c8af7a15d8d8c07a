using Migrations.Shared;

namespace Migrations.Host.Fleets;

// Works on the databases: the canaries first, one by one, then the others, some at a time. Decides when no other is begun; what is begun is left to end.
internal sealed class FleetRun(FleetRequest request, Func<FleetTarget, CancellationToken, Task<TargetOutcome>> work, Action<TargetOutcome, int, int> ended)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TargetOutcome> _outcomes = new(StringComparer.Ordinal);
    private int _failures;
    private string? _stop;

    // An outcome for each database, in their order.
    public async Task<IReadOnlyList<TargetOutcome>> RunAsync(IReadOnlyList<FleetTarget> targets, CancellationToken cancellationToken)
    {
        var canaries = TargetChoice.Canaries(request.Canaries, [.. targets.Select(t => t.Name)]);
        foreach (var name in canaries)
        {
            await RunCanaryAsync(targets.First(t => t.Name == name), targets.Count, cancellationToken).ConfigureAwait(false);
        }

        var waiting = new Queue<FleetTarget>(targets.Where(t => !canaries.Contains(t.Name, StringComparer.Ordinal)));
        await Task.WhenAll(Enumerable.Range(0, Math.Min(request.Parallel, Math.Max(1, waiting.Count))).Select(_ => RunSomeAsync(waiting, targets.Count, cancellationToken))).ConfigureAwait(false);
        return [.. targets.Select(t => _outcomes.GetValueOrDefault(t.Name) ?? TargetOutcome.NotReached(t, _stop ?? ""))];
    }

    private async Task RunCanaryAsync(FleetTarget canary, int total, CancellationToken cancellationToken)
    {
        if (IsStopped(cancellationToken))
        {
            return;
        }

        var outcome = await RunOneAsync(canary, total, cancellationToken).ConfigureAwait(false);
        if (outcome.State != TargetState.Done)
        {
            Stop($"the canary '{canary.Name}' was not done");
        }
    }

    private async Task RunSomeAsync(Queue<FleetTarget> waiting, int total, CancellationToken cancellationToken)
    {
        while (Next(waiting, cancellationToken) is { } target)
        {
            await RunOneAsync(target, total, cancellationToken).ConfigureAwait(false);
        }
    }

    private FleetTarget? Next(Queue<FleetTarget> waiting, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return !IsStopped(cancellationToken) && waiting.TryDequeue(out var target) ? target : null;
        }
    }

    private async Task<TargetOutcome> RunOneAsync(FleetTarget target, int total, CancellationToken cancellationToken)
    {
        // A body that works before its first await would hold up the others.
        var outcome = await Task.Run(() => work(target, cancellationToken), CancellationToken.None).ConfigureAwait(false);
        lock (_gate)
        {
            _outcomes[target.Name] = outcome;
            Count(outcome);
            ended(outcome, _outcomes.Count, total);
        }

        return outcome;
    }

    private void Count(TargetOutcome outcome)
    {
        if (outcome.State != TargetState.Failed)
        {
            return;
        }

        _failures++;
        if (outcome.Code is MigrationErrorCode.UsageInvalid or MigrationErrorCode.OptionUnknown)
        {
            Stop("what was asked for is wrong for every database");
        }
        else if (_failures >= request.MaxFailures)
        {
            Stop($"{_failures} failed, and '{OptionTable.MaxFailures.Option}' allows no more");
        }
    }

    private bool IsStopped(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            Stop("the command was cancelled");
        }

        lock (_gate)
        {
            return _stop is not null;
        }
    }

    // The first reason counts.
    private void Stop(string why)
    {
        lock (_gate)
        {
            _stop ??= why;
        }
    }
}
