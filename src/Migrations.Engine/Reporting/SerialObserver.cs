using Migrations.Engine.Model;
using Migrations.Engine.Planning;

namespace Migrations.Engine.Reporting;

// Workers report side by side; an observer hears of one thing at a time.
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
