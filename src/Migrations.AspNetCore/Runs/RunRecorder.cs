using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;

namespace Migrations.AspNetCore.Runs;

// Keeps what happens in a run for its clients, and logs it.
internal sealed class RunRecorder(RunEvents events, RunLog log) : IRunObserver
{
    private readonly List<StepReport> _steps = [];

    // The steps that were finished, also where a later one failed.
    public IReadOnlyList<StepReport> Steps => _steps;

    public void StepStarted(PlannedStep step, int number, int total, bool usesTransaction)
    {
        log.StepStarted(step, number, total, usesTransaction);
        events.Add("started", new { step = StepReport.Of(step), number, total });
    }

    public void StepProgressed(PlannedStep step, StepProgress progress)
    {
        log.StepProgressed(step, progress);
        events.Add(RunEvents.Progress, new { step = StepReport.Of(step), progress.Documents, progress.Total, progress.Modified, progress.Inserted, progress.Deleted, progress.Failed });
    }

    public void StepPaused(PlannedStep step, StepPause pause)
    {
        log.StepPaused(step, pause);
        events.Add("paused", new { step = StepReport.Of(step), pause.Text });
    }

    public void StepContinued(PlannedStep step, StepPause pause)
    {
        log.StepContinued(step, pause);
        events.Add("continued", new { step = StepReport.Of(step), pause.Text });
    }

    public void ActionReported(PlannedStep step, ReportedAction action)
    {
        log.ActionReported(step, action);
        events.Add("action", new { step = StepReport.Of(step), action.Collection, text = action.Description });
    }

    public void StepFinished(PlannedStep step, StepResult result)
    {
        log.StepFinished(step, result);
        var report = StepReport.Of(result);
        _steps.Add(report);
        events.Add("finished", new { step = report });
    }

    public void Warned(Finding finding)
    {
        log.Warned(finding);
        events.Add("warning", new { code = $"MIG{(int)finding.Code:D4}", message = finding.Text });
    }

    public void Noted(string text)
    {
        log.Noted(text);
        events.Add("note", new { text });
    }
}
