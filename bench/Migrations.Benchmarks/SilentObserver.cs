using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;

namespace Migrations.Benchmarks;

internal sealed class SilentObserver : IRunObserver
{
    public void StepStarted(PlannedStep step, int number, int total, bool usesTransaction)
    {
    }

    public void StepProgressed(PlannedStep step, StepProgress progress)
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

    public void Noted(string text)
    {
    }

    public void Warned(Finding finding)
    {
    }
}
