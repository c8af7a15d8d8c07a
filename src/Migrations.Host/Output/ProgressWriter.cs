using System.Globalization;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;

namespace Migrations.Host.Output;

// What happens while it happens, on standard error: a bar that moves on a terminal, a plain line now and then elsewhere.
internal sealed class ProgressWriter(TextWriter writer, bool isTerminal, TimeProvider time) : IRunObserver
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
        writer.WriteLine($"[{number}/{total}] {verb} {step.Migration.Identity} {step.Migration.Identity.Title}{(step.IsResumed ? ", resumed" : "")} ({(usesTransaction ? "in transactions" : "without transactions")})");
    }

    public void StepProgressed(PlannedStep step, StepProgress progress)
    {
        if (_last != 0 && time.GetElapsedTime(_last) < (isTerminal ? BarInterval : PlainInterval))
        {
            return;
        }

        _last = time.GetTimestamp();
        if (isTerminal)
        {
            writer.Write($"\r  {Bar(progress)} {Text(progress)}   ");
            _hasBar = true;
        }
        else
        {
            writer.WriteLine($"  {Text(progress)}");
        }
    }

    public void ActionReported(PlannedStep step, ReportedAction action)
    {
        EndBar();
        writer.WriteLine($"  - {(action.Collection is null ? "" : $"[{action.Collection}] ")}{action.Description}");
    }

    public void StepFinished(PlannedStep step, StepResult result) => EndBar();

    public void Noted(string text)
    {
        EndBar();
        writer.WriteLine(text);
    }

    private static string Bar(StepProgress progress)
    {
        var part = progress.Total == 0 ? 1 : Math.Clamp((double)progress.Documents / progress.Total, 0, 1);
        var filled = (int)(part * BarWidth);
        return string.Create(CultureInfo.InvariantCulture, $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {part,4:P0}");
    }

    private static string Text(StepProgress progress)
    {
        var rate = (progress.Documents - progress.ResumedFrom) / Math.Max(progress.Elapsed.TotalSeconds, 0.001);
        var left = rate > 0 && progress.Total > progress.Documents ? TimeSpan.FromSeconds((progress.Total - progress.Documents) / rate) : TimeSpan.Zero;
        return string.Create(CultureInfo.InvariantCulture, $"{progress.Documents:N0} of {progress.Total:N0} documents, {progress.Modified:N0} changed, {rate:N0}/s, {left:hh\\:mm\\:ss} left");
    }

    private void EndBar()
    {
        if (_hasBar)
        {
            writer.WriteLine();
            _hasBar = false;
        }
    }
}
