using System.Globalization;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;

namespace Migrations.Host.Output;

// How far a step is, in one line: all of it where there is room, and what matters most where there is not.
internal static class ProgressLine
{
    private const int LongBar = 30;
    private const int ShortBar = 10;

    public static string Whole(StepProgress progress) => string.Join(", ", Parts(progress, isShort: false));

    public static string End(StepProgress progress) => string.Join(", ", EndParts(progress, isShort: false));

    public static string Bar(StepProgress progress, int width) => Fitting(Part(progress), width, isShort => Parts(progress, isShort));

    // Whatever was estimated, all is done.
    public static string FullBar(StepProgress progress, int width) => Fitting(1, width, isShort => EndParts(progress, isShort));

    public static double Rate(StepProgress progress) => (progress.Documents - progress.ResumedFrom) / Math.Max(progress.Elapsed.TotalSeconds, 0.001);

    public static TimeSpan Left(StepProgress progress) =>
        Rate(progress) > 0 && progress.Total > progress.Documents ? TimeSpan.FromSeconds(Math.Min((progress.Total - progress.Documents) / Rate(progress), TimeSpan.FromDays(9_999).TotalSeconds)) : TimeSpan.Zero;

    private static string Fitting(double part, int width, Func<bool, List<string>> parts)
    {
        foreach (var (bar, isShort) in new[] { (LongBar, false), (ShortBar, false), (ShortBar, true) })
        {
            var texts = parts(isShort);
            // From the last on, what matters less is left out; the short form gives up everything but the counts.
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

    // Not before its end is a step done, whatever was estimated.
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
