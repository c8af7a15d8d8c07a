using Migrations.Engine.Model;
using Migrations.Engine.Planning;

namespace Migrations.Engine.Reporting;

/// <summary>Receives the events of a run as they happen, one at a time.</summary>
public interface IRunObserver
{
    /// <summary>A step begins.</summary>
    void StepStarted(PlannedStep step, int number, int total, bool usesTransaction);

    /// <summary>A document migration got further.</summary>
    void StepProgressed(PlannedStep step, StepProgress progress);

    /// <summary>The batches of a document migration wait, or are fewer and smaller.</summary>
    void StepPaused(PlannedStep step, StepPause pause);

    /// <summary>The pause is over.</summary>
    void StepContinued(PlannedStep step, StepPause pause);

    /// <summary>A migration reported an action.</summary>
    void ActionReported(PlannedStep step, ReportedAction action);

    /// <summary>A step succeeded.</summary>
    void StepFinished(PlannedStep step, StepResult result);

    /// <summary>A migration and the database do not fit; this is only a warning.</summary>
    void Warned(Finding finding);

    /// <summary>A note.</summary>
    void Noted(string text);
}

/// <summary>How far a document migration is.</summary>
public sealed record StepProgress
{
    /// <summary>Documents looked at, those of earlier runs included.</summary>
    public long Documents { get; init; }

    /// <summary>Into how many ranges the collection is cut.</summary>
    public int Ranges { get; init; }

    /// <summary>How many of them are finished.</summary>
    public int RangesDone { get; init; }

    /// <summary>Documents changed, those of earlier runs included.</summary>
    public long Modified { get; init; }

    /// <summary>Documents inserted, those of earlier runs included.</summary>
    public long Inserted { get; init; }

    /// <summary>Documents removed, those of earlier runs included.</summary>
    public long Deleted { get; init; }

    /// <summary>Documents that could not be migrated and are listed as failed.</summary>
    public long Failed { get; init; }

    /// <summary>Documents there are in all, as counted at the start; 0 if unknown.</summary>
    public long Total { get; init; }

    /// <summary>Documents looked at by earlier runs.</summary>
    public long ResumedFrom { get; init; }

    /// <summary>Time since this run of the step began.</summary>
    public TimeSpan Elapsed { get; init; }
}

/// <summary>Why the batches of a step wait, or no longer wait.</summary>
public sealed record StepPause
{
    /// <summary>What they wait for.</summary>
    public required PauseCause Cause { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string Text { get; init; }

    /// <summary>How far the slowest member is behind; null if that is not the cause.</summary>
    public TimeSpan? ReplicationLag { get; init; }
}

/// <summary>What the batches of a step wait for.</summary>
public enum PauseCause
{
    /// <summary>A secondary is too far behind: no batch runs.</summary>
    ReplicationLag,

    /// <summary>The server says that it is overloaded: batches are smaller, and there are pauses between them.</summary>
    Overload,
}

// Workers report in parallel; an observer receives one event at a time.
internal sealed class SerialObserver(IRunObserver inner) : IRunObserver
{
    private readonly Lock _lock = new();

    public void StepStarted(PlannedStep step, int number, int total, bool usesTransaction) => InTurn(() => inner.StepStarted(step, number, total, usesTransaction));

    public void StepProgressed(PlannedStep step, StepProgress progress) => InTurn(() => inner.StepProgressed(step, progress));

    public void StepPaused(PlannedStep step, StepPause pause) => InTurn(() => inner.StepPaused(step, pause));

    public void StepContinued(PlannedStep step, StepPause pause) => InTurn(() => inner.StepContinued(step, pause));

    public void ActionReported(PlannedStep step, ReportedAction action) => InTurn(() => inner.ActionReported(step, action));

    public void StepFinished(PlannedStep step, StepResult result) => InTurn(() => inner.StepFinished(step, result));

    public void Warned(Finding finding) => InTurn(() => inner.Warned(finding));

    public void Noted(string text) => InTurn(() => inner.Noted(text));

    private void InTurn(Action report)
    {
        lock (_lock)
        {
            report();
        }
    }
}
