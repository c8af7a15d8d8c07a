using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;

namespace Migrations.AspNetCore.Runs;

// Writes what happens in a run to the application's log.
internal sealed partial class RunLog(ILogger logger) : IRunObserver
{
    public void StepStarted(PlannedStep step, int number, int total, bool usesTransaction) => LogStarted(Verb(step), Name(step), number, total);

    public void StepProgressed(PlannedStep step, StepProgress progress) => LogProgress(Name(step), progress.Documents, progress.Total, progress.Modified);

    public void StepPaused(PlannedStep step, StepPause pause) => LogPause(Name(step), pause.Text);

    public void StepContinued(PlannedStep step, StepPause pause) => LogPause(Name(step), pause.Text);

    public void ActionReported(PlannedStep step, ReportedAction action) => LogAction(Name(step), action.Description);

    public void StepFinished(PlannedStep step, StepResult result) => LogFinished(Verb(step), Name(step), (long)result.Duration.TotalMilliseconds, result.Counts.Modified, result.Counts.Inserted, result.Counts.Deleted);

    public void Warned(Finding finding) => LogWarning((int)finding.Code, finding.Text);

    public void Noted(string text) => LogNote(text);

    public static string Name(PlannedStep step) => step.Migration.Identity.ToString();

    private static string Verb(PlannedStep step) => step.Direction == MigrationDirection.Up ? "Applying" : "Rolling back";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Action} {Migration} ({Number} of {Total}).")]
    private partial void LogStarted(string action, string migration, int number, int total);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Migration}: {Documents} of {Total} documents, {Modified} changed.")]
    private partial void LogProgress(string migration, long documents, long total, long modified);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Migration}: {Text}")]
    private partial void LogPause(string migration, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Migration}: {Text}")]
    private partial void LogAction(string migration, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Action} {Migration}: done in {Milliseconds} ms, {Modified} changed, {Inserted} inserted, {Deleted} deleted.")]
    private partial void LogFinished(string action, string migration, long milliseconds, long modified, long inserted, long deleted);

    [LoggerMessage(Level = LogLevel.Warning, Message = "MIG{Code}: {Text}")]
    private partial void LogWarning(int code, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Text}")]
    private partial void LogNote(string text);
}
