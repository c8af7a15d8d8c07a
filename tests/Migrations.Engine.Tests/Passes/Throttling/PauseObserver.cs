using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;

namespace Migrations.Engine.Tests.Passes.Throttling;

// Writes down what it hears of pauses, in order.
internal sealed class PauseObserver : IRunObserver
{
    public List<string> Heard { get; } = [];

    public void StepPaused(PlannedStep step, StepPause pause) => Heard.Add($"paused: {pause.Cause}, {pause.ReplicationLag?.TotalSeconds}");

    public void StepContinued(PlannedStep step, StepPause pause) => Heard.Add($"continued: {pause.Cause}, {pause.ReplicationLag?.TotalSeconds}");

    public void Warned(Migrations.Engine.Model.Finding finding)
    {
    }

    public void Noted(string text) => Heard.Add(text);

    public void StepStarted(PlannedStep step, int number, int total, bool usesTransaction)
    {
    }

    public void StepProgressed(PlannedStep step, StepProgress progress)
    {
    }

    public void ActionReported(PlannedStep step, ReportedAction action)
    {
    }

    public void StepFinished(PlannedStep step, StepResult result)
    {
    }
}
