using Migrations.Host.GateReports;
using Migrations.Shared;

namespace Migrations.Host.Fleets;

// How a command ended on all of the databases. Pure.
internal sealed record FleetReport(string Command, IReadOnlyList<TargetOutcome> Outcomes, TimeSpan Duration)
{
    // Whether somebody asked to stop.
    public bool IsCancelled { get; init; }

    // 0 only if all are done. Cancelled if somebody asked to stop, otherwise that of the first failure in the order of the databases; pending only if nothing failed.
    public ExitCode ExitCode =>
        IsCancelled && Outcomes.Any(o => o.State is TargetState.Cancelled or TargetState.NotReached) ? ExitCode.Cancelled
        : Outcomes.FirstOrDefault(o => o.State == TargetState.Failed) is { } failed ? failed.ExitCode ?? ExitCode.Failed
        : Outcomes.Any(o => o.State == TargetState.NotReached) ? ExitCode.Failed
        : Outcomes.Any(o => o.State == TargetState.Pending) ? ExitCode.Pending
        : ExitCode.Done;

    public IEnumerable<TargetOutcome> NotReached => Outcomes.Where(o => o.State == TargetState.NotReached);

    public int Count(TargetState state) => Outcomes.Count(o => o.State == state);

    // A case for each database.
    public GateResult ToGate() => new(
        [.. Outcomes.Select(o => new GateCase(o.Server, o.Name, GateOf(o)) { Code = o.Code, Text = o.Text, Duration = o.Duration })],
        [.. Outcomes.Where(o => o.State == TargetState.Failed).Select(o => new GateFinding(o.Code ?? MigrationErrorCode.Unexpected, IsWarning: false, $"{o.Name}: {o.Text}"))]);

    public GateMatrix? ToMatrix() => Command == CommandTable.Status ? GateMatrix.Of(Outcomes.Select(o => (o.Name, o.Trees, o.Text))) : null;

    private GateOutcome GateOf(TargetOutcome outcome) => outcome.State switch
    {
        TargetState.Done => GateOutcome.Passed,
        TargetState.Pending when CommandTable.Of(Command).MayLeavePending => GateOutcome.Passed,
        TargetState.Pending or TargetState.Failed => GateOutcome.Failed,
        _ => GateOutcome.Skipped,
    };
}
