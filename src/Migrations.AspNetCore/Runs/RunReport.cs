using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;

namespace Migrations.AspNetCore.Runs;

// What a client is told of a run.
internal sealed record RunReport(string Id, string State, string Action, DateTimeOffset Started, DateTimeOffset? Ended, IReadOnlyList<StepReport> Steps, Fault? Fault)
{
    public static RunReport Of(MigrationRun run)
    {
        var outcome = run.Outcome;
        var state = outcome switch { null => "running", { IsCancelled: true } => "cancelled", { Fault: not null } => "failed", _ => "done" };
        return new RunReport(run.Id, state, run.Request.Direction == MigrationDirection.Up ? "up" : "down", run.Started, outcome?.Ended, outcome?.Steps ?? [], outcome?.Fault is { } fault ? Fault.Of(fault) : null);
    }
}

// A migration that was taken, or would be.
internal sealed record StepReport(string Tree, string Id, string Title, string Direction)
{
    public long? Milliseconds { get; init; }

    public long? Inserted { get; init; }

    public long? Modified { get; init; }

    public long? Deleted { get; init; }

    public static StepReport Of(PlannedStep step) => new(step.Migration.Tree, step.Migration.Id, step.Migration.Identity.Title, step.Direction == MigrationDirection.Up ? "up" : "down");

    public static StepReport Of(StepResult result) => Of(result.Step) with
    {
        Milliseconds = (long)result.Duration.TotalMilliseconds,
        Inserted = result.Counts.Inserted,
        Modified = result.Counts.Modified,
        Deleted = result.Counts.Deleted,
    };
}

// A failure with its code, and the migration that it belongs to.
internal sealed record Fault(string Code, string Message, string? Migration, string? File, int? Line)
{
    public static Fault Of(MigrationException failure) => new($"MIG{(int)failure.Code:D4}", failure.Message, failure.Migration?.ToString(), failure.File, failure.Line > 0 ? failure.Line : null);
}
