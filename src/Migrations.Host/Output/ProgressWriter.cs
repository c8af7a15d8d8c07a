using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;

namespace Migrations.Host.Output;

// What happens while it happens, on standard error: a bar that moves on a terminal, a plain line now and then elsewhere. A request to stop comes from another thread.
// Warnings are written elsewhere where other lines have the name of a database in front: a build reads them.
internal sealed class ProgressWriter(TextWriter writer, ProgressForm form, int width, Func<Finding, string> warning, TimeProvider time, TextWriter? warnings = null) : IRunObserver
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(100);
    private readonly Lock _lock = new();
    private readonly List<StepResult> _finished = [];
    private long _last;
    // The furthest progress of a step: a later pass over what others wrote meanwhile starts counting again.
    private StepProgress? _furthest;
    private BodyKind? _running;
    // How many columns the bar takes now; the next one may be shorter.
    private int _bar;

    // The steps that succeeded so far.
    public IReadOnlyList<StepResult> Finished => _finished;

    // The last column stays free: some terminals begin a line of their own behind it.
    private int Columns => width - 1;

    public void StepStarted(PlannedStep step, int number, int total, bool usesTransaction)
    {
        lock (_lock)
        {
            (_last, _furthest, _running) = (0, null, step.Migration.Kind);
            var line = new StepLine(step, number, total, usesTransaction);
            Line(form switch { ProgressForm.Json => ProgressJson.OfStart(step, number, total, usesTransaction), ProgressForm.Bar => line.Fitting(Columns), _ => line.Whole() });
        }
    }

    public void StepProgressed(PlannedStep step, StepProgress progress)
    {
        lock (_lock)
        {
            _furthest = _furthest is { } before && before.Documents > progress.Documents ? before : progress;
            if (_last != 0 && time.GetElapsedTime(_last) < (form == ProgressForm.Bar ? BarInterval : PlainInterval))
            {
                return;
            }

            _last = time.GetTimestamp();
            Tell(step, progress);
        }
    }

    public void StepPaused(PlannedStep step, StepPause pause) => Tell("paused", step, pause);

    public void StepContinued(PlannedStep step, StepPause pause) => Tell("continued", step, pause);

    public void ActionReported(PlannedStep step, ReportedAction action)
    {
        lock (_lock)
        {
            EndProgress(step);
            Line(form == ProgressForm.Json ? ProgressJson.Of(step, action) : $"  - {(action.Collection is null ? "" : $"[{action.Collection}] ")}{SafeText.OneLine(action.Description)}");
        }
    }

    public void StepFinished(PlannedStep step, StepResult result)
    {
        lock (_lock)
        {
            EndProgress(step);
            _running = null;
            _finished.Add(result);
            if (form == ProgressForm.Json)
            {
                Line(ProgressJson.OfEnd(step, result));
            }
        }
    }

    public void Warned(Finding finding)
    {
        lock (_lock)
        {
            EndBar();
            (warnings ?? writer).WriteLine(warning(finding));
        }
    }

    public void Noted(string text)
    {
        lock (_lock)
        {
            Line(form == ProgressForm.Json ? JsonLines.Of("note", text) : SafeText.Log(text));
        }
    }

    // Somebody asked to stop. A document migration stops after its batch, which is short; other code is asked to.
    public void Stopping()
    {
        lock (_lock)
        {
            var what = _running switch
            {
                null => "Stopping",
                { RunsInBatches: false } => "Stopping as soon as the migration's code does",
                _ => "Stopping after this batch",
            };
            Line(form == ProgressForm.Json ? ProgressJson.OfStopping($"{what}.") : $"{what}.\nA second Ctrl-C exits at once; the lock then remains until its lease ends.");
        }
    }

    // Anything else is written on a line of its own.
    public void End()
    {
        lock (_lock)
        {
            EndBar();
        }
    }

    private void Tell(PlannedStep step, StepProgress progress)
    {
        switch (form)
        {
            case ProgressForm.Json:
                writer.WriteLine(ProgressJson.Of(step, progress, isDone: false));
                break;
            case ProgressForm.Bar:
                Bar(ProgressLine.Bar(progress, Columns));
                break;
            default:
                writer.WriteLine($"  {ProgressLine.Whole(progress)}");
                break;
        }
    }

    private void Tell(string what, PlannedStep step, StepPause pause)
    {
        lock (_lock)
        {
            Line(form == ProgressForm.Json ? ProgressJson.Of(what, step, pause) : $"  {SafeText.Log(pause.Text)}");
        }
    }

    // The last line about documents: all are done.
    private void EndProgress(PlannedStep step)
    {
        if (_furthest is not { } progress)
        {
            return;
        }

        _furthest = null;
        switch (form)
        {
            case ProgressForm.Json:
                writer.WriteLine(ProgressJson.Of(step, progress, isDone: true));
                break;
            case ProgressForm.Bar:
                Bar(ProgressLine.FullBar(progress, Columns));
                EndBar();
                break;
            default:
                writer.WriteLine($"  {ProgressLine.End(progress)}");
                break;
        }
    }

    private void Bar(string line)
    {
        writer.Write($"\r{line}{new string(' ', Math.Max(0, _bar - line.Length))}");
        _bar = line.Length;
    }

    private void Line(string text)
    {
        EndBar();
        writer.WriteLine(text);
    }

    private void EndBar()
    {
        if (_bar > 0)
        {
            writer.WriteLine();
            _bar = 0;
        }
    }
}

// The form of progress: a moving bar, a line now and then, or a JSON object for each event.
internal enum ProgressForm
{
    Bar,
    Lines,
    Json,
}
