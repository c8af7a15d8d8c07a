using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;

namespace Migrations.IntegrationTests.Engine;

internal sealed class RecordingObserver : IRunObserver
{
    public List<string> Actions { get; } = [];

    public List<StepProgress> Progress { get; } = [];

    // Why batches waited, and why not any more.
    public List<StepPause> Pauses { get; } = [];

    public List<StepPause> Continuations { get; } = [];

    public List<string> Notes { get; } = [];

    // Called after each batch; a test may stop the run there.
    public Action<StepProgress>? OnProgress { get; set; }

    public void StepStarted(PlannedStep step, int number, int total, bool usesTransaction)
    {
    }

    public void StepProgressed(PlannedStep step, StepProgress progress)
    {
        Progress.Add(progress);
        OnProgress?.Invoke(progress);
    }

    public void StepPaused(PlannedStep step, StepPause pause) => Pauses.Add(pause);

    public void StepContinued(PlannedStep step, StepPause pause) => Continuations.Add(pause);

    public void ActionReported(PlannedStep step, ReportedAction action) => Actions.Add(action.Description);

    public void StepFinished(PlannedStep step, StepResult result)
    {
    }

    public void Warned(Finding finding) => Notes.Add(finding.Text);

    public void Noted(string text) => Notes.Add(text);
}
