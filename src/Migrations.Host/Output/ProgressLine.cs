using System.Globalization;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using Spectre.Console;

namespace Migrations.Host.Output;

// How far a step is, in one line: all of it where there is room, and what matters most where there is not.
internal static class ProgressLine
{
    private const int LongBar = 30;
    private const int ShortBar = 10;

    public static string Whole(StepProgress progress) => string.Join(", ", Parts(progress, isShort: false));

    public static string End(StepProgress progress) => string.Join(", ", EndParts(progress, isShort: false));

    public static string Bar(StepProgress progress, int width) => Fitting(Part(progress), width, isShort => Parts(progress, isShort));

    // Whatever the estimate, everything is done.
    public static string FullBar(StepProgress progress, int width) => Fitting(1, width, isShort => EndParts(progress, isShort));

    public static double Rate(StepProgress progress) => (progress.Documents - progress.ResumedFrom) / Math.Max(progress.Elapsed.TotalSeconds, 0.001);

    public static TimeSpan Left(StepProgress progress) =>
        Rate(progress) > 0 && progress.Total > progress.Documents ? TimeSpan.FromSeconds(Math.Min((progress.Total - progress.Documents) / Rate(progress), TimeSpan.FromDays(9_999).TotalSeconds)) : TimeSpan.Zero;

    private static string Fitting(double part, int width, Func<bool, List<string>> parts)
    {
        foreach (var (bar, isShort) in new[] { (LongBar, false), (ShortBar, false), (ShortBar, true) })
        {
            var texts = parts(isShort);
            // The least important parts are left out first; the short form only has the counts.
            for (var count = texts.Count; count >= (isShort ? 1 : texts.Count); count--)
            {
                var line = $"  {Picture(part, bar)} {string.Join(", ", texts.Take(count))}";
                if (line.Length <= width)
                {
                    return line;
                }
            }
        }

        var least = string.Create(CultureInfo.InvariantCulture, $"{part:P0}");
        return least.Length <= width ? least : "";
    }

    private static string Picture(double part, int length)
    {
        var filled = (int)(part * length);
        return string.Create(CultureInfo.InvariantCulture, $"[{new string('#', filled)}{new string('.', length - filled)}] {part,5:P0}");
    }

    // A step is not done before its end, whatever the estimate.
    private static double Part(StepProgress progress) => progress.Total == 0 ? 0 : Math.Clamp((double)progress.Documents / progress.Total, 0, 0.99);

    private static List<string> Parts(StepProgress progress, bool isShort)
    {
        var (documents, left) = (Of(progress.Documents, Math.Max(progress.Documents, progress.Total), isShort), $"{Time(Left(progress))} left");
        return isShort
            ? [documents, .. Failed(progress), left, Written(progress), Speed(progress)]
            : [documents, Written(progress), .. Failed(progress), Speed(progress), left, .. Ranges(progress)];
    }

    private static List<string> EndParts(StepProgress progress, bool isShort) =>
        [Of(progress.Documents, progress.Documents, isShort), Written(progress), .. Failed(progress), Speed(progress), Time(progress.Elapsed)];

    private static string Of(long documents, long total, bool isShort) => isShort
        ? string.Create(CultureInfo.InvariantCulture, $"{documents:N0}/{total:N0}")
        : string.Create(CultureInfo.InvariantCulture, $"{documents:N0} of {total:N0} documents");

    private static IEnumerable<string> Ranges(StepProgress progress) => progress.Ranges > 1 ? [string.Create(CultureInfo.InvariantCulture, $"{progress.RangesDone} of {progress.Ranges} ranges")] : [];

    private static IEnumerable<string> Failed(StepProgress progress) => progress.Failed > 0 ? [string.Create(CultureInfo.InvariantCulture, $"{progress.Failed:N0} failed")] : [];

    private static string Speed(StepProgress progress) => string.Create(CultureInfo.InvariantCulture, $"{Rate(progress):N0}/s");

    private static string Time(TimeSpan time) => time.TotalDays >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays} d {time:hh\\:mm}")
        : string.Create(CultureInfo.InvariantCulture, $"{time:hh\\:mm\\:ss}");

    private static string Written(StepProgress progress) => progress.Inserted + progress.Deleted == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{progress.Modified:N0} changed")
        : CountText.Of(new WriteCounts { Modified = progress.Modified, Inserted = progress.Inserted, Deleted = progress.Deleted });
}

// A step that begins. If space is short, the title is cut first, then the middle of the name, but never the id.
internal sealed class StepLine(PlannedStep step, int number, int total, bool usesTransaction)
{
    private const string Cut = "...";
    private readonly string _begin = $"[{number}/{total}] {(step.Direction == MigrationDirection.Up ? "Applying" : "Rolling back")} ";
    private readonly string _title = SafeText.OneLine(step.Migration.Identity.Title);
    private readonly string _end = $"{(ResumptionText.Of(step) is { } resumed ? $", {resumed}" : "")} ({(usesTransaction ? "in transactions" : "without transactions")})";

    public string Whole() => $"{_begin}{step.Migration.Identity} {_title}{_end}";

    public string Fitting(int width)
    {
        if (Columns(Whole()) <= width)
        {
            return Whole();
        }

        var fixedPart = $"{_begin}{step.Migration.Identity}";
        var room = width - Columns(fixedPart) - Columns(_end) - 1;
        return room >= 2 * Cut.Length ? $"{fixedPart} {Start(_title, room)}{_end}"
            : Columns(fixedPart) <= width ? fixedPart
            : $"{_begin}{Start(step.Migration.Tree, width - Columns(_begin) - step.Migration.Id.Length - 1)}@{step.Migration.Id}";
    }

    private static string Start(string text, int columns)
    {
        if (Columns(text) <= columns)
        {
            return text;
        }

        var start = text;
        while (start.Length > 0 && Columns(start) > columns - Cut.Length)
        {
            start = start[..^(start.Length > 1 && char.IsLowSurrogate(start[^1]) ? 2 : 1)];
        }

        return start + Cut;
    }

    // Some characters take two columns.
    private static int Columns(string text) => text.GetCellWidth();
}
