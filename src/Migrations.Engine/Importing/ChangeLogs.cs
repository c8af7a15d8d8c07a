namespace Migrations.Engine.Importing;

// { executionId, changeId, author, timestamp, state, type, systemChange, ... }: an entry for each execution, so the newest of a change decides. Without a state, as in old versions, it was executed.
internal sealed class MongockLog() : ForeignLog("Mongock", "mongockChangeLog", "dbchangelog")
{
    protected override LogEntry? ReadEntry(LogDocument document)
    {
        var name = document.Text("changeId");
        var state = document.TextOrNull("state") ?? "EXECUTED";
        LogOutcome? outcome = state switch
        {
            "EXECUTED" => LogOutcome.Applied,
            "ROLLED_BACK" => LogOutcome.NotApplied,
            "FAILED" or "ROLLBACK_FAILED" => LogOutcome.Failed,
            "IGNORED" => null,
            _ => throw document.Fault("state", "EXECUTED, ROLLED_BACK, FAILED, ROLLBACK_FAILED or IGNORED"),
        };
        var at = document.Time("timestamp");
        return outcome is not { } known || ChangeParts.IsOfTheTool(document)
            ? null
            : new LogEntry(name, at, ChangeParts.Outcome(document, known)) { Author = document.TextOrNull("author"), State = state, Ids = [name] };
    }

    protected override LogEntry Last(IReadOnlyList<LogEntry> entries, LogFaults faults) => Newest(entries, faults);
}

// { executionId, stageId, changeId, author, timestamp, state, ... }: an entry for each step of each execution, so the newest of a change decides; of two at the same time, the later step.
internal sealed class FlamingockLog() : ForeignLog("Flamingock", "flamingockAuditLog", "flamingockAuditLogs")
{
    private static readonly string[] Steps = ["STARTED", "EXECUTED", "APPLIED", "EXECUTION_FAILED", "FAILED", "ROLLED_BACK", "ROLLBACK_FAILED", "MANUAL_MARKED_AS_APPLIED", "MANUAL_MARKED_AS_ROLLED_BACK"];

    protected override LogEntry? ReadEntry(LogDocument document)
    {
        var (name, state) = (document.Text("changeId"), document.Text("state"));
        var outcome = state switch
        {
            "APPLIED" or "EXECUTED" or "MANUAL_MARKED_AS_APPLIED" => LogOutcome.Applied,
            "ROLLED_BACK" or "MANUAL_MARKED_AS_ROLLED_BACK" => LogOutcome.NotApplied,
            "STARTED" or "FAILED" or "EXECUTION_FAILED" or "ROLLBACK_FAILED" => LogOutcome.Failed,
            _ => throw document.Fault("state", $"one of {string.Join(", ", Steps)}"),
        };
        var at = document.Time("timestamp");
        return ChangeParts.IsOfTheTool(document) ? null : new LogEntry(name, at, ChangeParts.Outcome(document, outcome)) { State = state, Ids = [name] };
    }

    protected override LogEntry Last(IReadOnlyList<LogEntry> entries, LogFaults faults) =>
        entries.OrderBy(e => e.At).ThenBy(e => Array.IndexOf(Steps, e.State)).Last();
}

// Entries that are not a change of their own.
internal static class ChangeParts
{
    // The tool's own housekeeping.
    public static bool IsOfTheTool(LogDocument document) => document.Has("systemChange") && document.Flag("systemChange");

    // What a change does before its transaction has an entry too. It is a part of the change, so it only counts if it failed.
    public static LogOutcome Outcome(LogDocument document, LogOutcome outcome) =>
        outcome == LogOutcome.Applied && document.TextOrNull("type") is ("BEFORE_EXECUTION" or "MONGOCK_BEFORE") ? LogOutcome.NotApplied : outcome;
}
