using Migrations.Host.GateReports;
using Migrations.Shared;

namespace Migrations.Host.Fleets;

// How a command ended on one of the databases. It keeps texts only: the plans and records of hundreds of databases would not fit into memory.
internal sealed record TargetOutcome(string Name, string Server, TargetState State)
{
    // Null if it was not begun.
    public ExitCode? ExitCode { get; init; }

    public MigrationErrorCode? Code { get; init; }

    // What was done or found, or why it failed, in a line or some.
    public string Text { get; init; } = "";

    public TimeSpan Duration { get; init; }

    // What the command says of one database, as JSON text; null if JSON was not asked for.
    public string? Report { get; init; }

    // Where it and its trees stand, for 'status'.
    public string? Status { get; init; }

    public IReadOnlyList<GateTree> Trees { get; init; } = [];

    public static TargetOutcome NotReached(FleetTarget target, string why) => new(target.Name, target.Server, TargetState.NotReached) { Text = why };
}

internal enum TargetState
{
    Done,

    // 'plan' and 'verify' found migrations that are not applied yet.
    Pending,

    Failed,

    // Somebody asked to stop while it was worked on.
    Cancelled,

    NotReached,
}
