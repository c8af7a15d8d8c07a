using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;

namespace Migrations.Testing;

internal class QuietObserver : IRunObserver
{
    public void StepStarted(PlannedStep step, int number, int total, bool usesTransaction)
    {
    }

    public virtual void StepProgressed(PlannedStep step, StepProgress progress)
    {
    }

    public void StepPaused(PlannedStep step, StepPause pause)
    {
    }

    public void StepContinued(PlannedStep step, StepPause pause)
    {
    }

    public void ActionReported(PlannedStep step, ReportedAction action)
    {
    }

    public void StepFinished(PlannedStep step, StepResult result)
    {
    }

    public void Warned(Finding finding)
    {
    }

    public void Noted(string text)
    {
    }
}

// Ends the run after some documents of a step.
internal sealed class StoppingObserver(long documents, CancellationTokenSource stop) : QuietObserver
{
    public override void StepProgressed(PlannedStep step, StepProgress progress)
    {
        if (progress.Documents >= documents)
        {
            stop.Cancel();
        }
    }
}
