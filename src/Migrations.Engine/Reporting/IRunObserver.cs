using Migrations.Engine.Model;
using Migrations.Engine.Planning;

namespace Migrations.Engine.Reporting;

/// <summary>Receives the events of a run as they happen, one at a time.</summary>
internal interface IRunObserver
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
