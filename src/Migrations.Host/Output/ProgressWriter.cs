using System.Globalization;
using System.Text.Json.Nodes;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;

namespace Migrations.Host.Output;

// What happens while it happens, on standard error: a bar that moves on a terminal, a plain line now and then elsewhere.
internal sealed class ProgressWriter(TextWriter writer, ProgressForm form, TimeProvider time) : IRunObserver
{
    private const int BarWidth = 30;
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(100);
    private long _last;
    private bool _hasBar;

    public void StepStarted(PlannedStep step, int number, int total, bool usesTransaction)
    {
        _last = 0;
        var verb = step.Direction == MigrationDirection.Up ? "Applying" : "Rolling back";
        writer.WriteLine($"[{number}/{total}] {verb} {step.Migration.Identity} {SafeText.OneLine(step.Migration.Identity.Title)}{(ResumptionText.Of(step) is { } resumed ? $", {resumed}" : "")} ({(usesTransaction ? "in transactions" : "without transactions")})");
    }

    public void StepProgressed(PlannedStep step, StepProgress progress)
    {
        if (_last != 0 && time.GetElapsedTime(_last) < (form == ProgressForm.Bar ? BarInterval : PlainInterval))
        {
            return;
        }

        _last = time.GetTimestamp();
        if (form == ProgressForm.Json)
        {
            writer.WriteLine(Json(step, progress));
        }
        else if (form == ProgressForm.Bar)
        {
            writer.Write($"\r  {Bar(progress)} {Text(progress)}   ");
            _hasBar = true;
        }
        else
        {
            writer.WriteLine($"  {Text(progress)}");
        }
    }

    public void StepPaused(PlannedStep step, StepPause pause) => Tell("paused", step, pause);

    public void StepContinued(PlannedStep step, StepPause pause) => Tell("continued", step, pause);

    public void ActionReported(PlannedStep step, ReportedAction action)
    {
        EndBar();
        writer.WriteLine($"  - {(action.Collection is null ? "" : $"[{action.Collection}] ")}{SafeText.OneLine(action.Description)}");
    }

    public void StepFinished(PlannedStep step, StepResult result) => EndBar();

    public void Noted(string text)
    {
        EndBar();
        writer.WriteLine(SafeText.Log(text));
    }

    private static string Bar(StepProgress progress)
    {
        var part = progress.Total == 0 ? 1 : Math.Clamp((double)progress.Documents / progress.Total, 0, 1);
        var filled = (int)(part * BarWidth);
        return string.Create(CultureInfo.InvariantCulture, $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {part,4:P0}");
    }

    private static string Text(StepProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"{progress.Documents:N0} of {progress.Total:N0} documents, {Written(progress)}, {(progress.Failed > 0 ? $"{progress.Failed:N0} failed, " : "")}{Rate(progress):N0}/s, {Left(progress):hh\\:mm\\:ss} left{(progress.Ranges > 1 ? $", {progress.RangesDone} of {progress.Ranges} ranges" : "")}");

    private static string Written(StepProgress progress) => progress.Inserted + progress.Deleted == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{progress.Modified:N0} changed")
        : CountText.Of(new WriteCounts { Modified = progress.Modified, Inserted = progress.Inserted, Deleted = progress.Deleted });

    // One JSON object a line, for programs that watch.
    private static string Json(PlannedStep step, StepProgress progress) => new JsonObject
    {
        ["progress"] = new JsonObject
        {
            ["tree"] = step.Migration.Tree,
            ["id"] = step.Migration.Id,
            ["documents"] = progress.Documents,
            ["modified"] = progress.Modified,
            ["inserted"] = progress.Inserted,
            ["deleted"] = progress.Deleted,
            ["failed"] = progress.Failed,
            ["total"] = progress.Total,
            ["ranges"] = progress.Ranges,
            ["rangesDone"] = progress.RangesDone,
            ["documentsPerSecond"] = Math.Round(Rate(progress)),
            ["secondsLeft"] = Math.Round(Left(progress).TotalSeconds),
        },
    }.ToJsonString();

    private static double Rate(StepProgress progress) => (progress.Documents - progress.ResumedFrom) / Math.Max(progress.Elapsed.TotalSeconds, 0.001);

    private static TimeSpan Left(StepProgress progress) =>
        Rate(progress) > 0 && progress.Total > progress.Documents ? TimeSpan.FromSeconds((progress.Total - progress.Documents) / Rate(progress)) : TimeSpan.Zero;

    private void Tell(string what, PlannedStep step, StepPause pause)
    {
        EndBar();
        writer.WriteLine(form == ProgressForm.Json ? Json(what, step, pause) : $"  {SafeText.Log(pause.Text)}");
    }

    private static string Json(string what, PlannedStep step, StepPause pause) => new JsonObject
    {
        [what] = new JsonObject
        {
            ["tree"] = step.Migration.Tree,
            ["id"] = step.Migration.Id,
            ["cause"] = pause.Cause == PauseCause.Overload ? "overload" : "replicationLag",
            ["replicationLagSeconds"] = pause.ReplicationLag is { } lag ? Math.Round(lag.TotalSeconds) : null,
            ["text"] = pause.Text,
        },
    }.ToJsonString();

    private void EndBar()
    {
        if (_hasBar)
        {
            writer.WriteLine();
            _hasBar = false;
        }
    }
}
