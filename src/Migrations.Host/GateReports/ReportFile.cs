using Migrations.Engine.Wording;
using Migrations.Host.Execution;
using Migrations.Shared;

namespace Migrations.Host.GateReports;

// A report that a command was asked for: --report FORMAT=FILE.
internal sealed record ReportFile(ReportFormat Format, string Path)
{
    // The files of earlier commands are emptied, so that nobody takes them for this one's, whatever happens to it.
    public static IReadOnlyList<ReportFile> Prepare(IReadOnlyList<string> reports, params IEnumerable<string?> taken)
    {
        var files = reports.Select(Parse).ToList();
        if (files.GroupBy(f => RealPath.Of(f.Path), StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new MigrationException(MigrationErrorCode.UsageInvalid, $"Two reports go to the same file, '{twice.Key}'. Nothing was done. Give each a file of its own.");
        }

        var others = taken.Where(path => !string.IsNullOrWhiteSpace(path)).Select(path => RealPath.Of(path!)).ToHashSet(StringComparer.Ordinal);
        if (files.Find(f => others.Contains(RealPath.Of(f.Path))) is { } clash)
        {
            throw new MigrationException(MigrationErrorCode.UsageInvalid, $"A report would overwrite '{clash.Path}', which this command reads or writes for something else. Nothing was done. Give the report a file of its own.");
        }

        files.ForEach(f => f.Prepare());
        return files;
    }

    public async Task WriteAsync(string text, CancellationToken cancellationToken) => await File.WriteAllTextAsync(Path, text, cancellationToken).ConfigureAwait(false);

    public string Render(GateReport report, string? projectDirectory) => Format switch
    {
        ReportFormat.JUnit => JUnitReport.Write(report),
        ReportFormat.Sarif => SarifReport.Write(report, projectDirectory),
        ReportFormat.Html => HtmlReport.Write(report),
        _ => MarkdownReport.Write(report),
    };

    private static ReportFile Parse(string text)
    {
        var separator = text.IndexOf('=', StringComparison.Ordinal);
        var path = text[(separator + 1)..].Trim();
        return path.Length > 0
            ? new ReportFile(Enum.Parse<ReportFormat>(text[..separator], ignoreCase: true), System.IO.Path.GetFullPath(path))
            : throw new MigrationException(MigrationErrorCode.UsageInvalid, $"'{OptionTable.Report.Option} {text}' names no file. Nothing was done. Give one: '{OptionTable.Report.Option} {text[..separator]}=FILE'.");
    }

    private void Prepare()
    {
        var fault = Directory.Exists(Path) ? "it is a folder"
            : System.IO.Path.GetDirectoryName(Path) is { } folder && !Directory.Exists(folder) ? $"there is no folder '{folder}'"
            : Empty();
        if (fault is not null)
        {
            throw new MigrationException(MigrationErrorCode.FileUnusable, $"The report cannot be written to '{Path}': {Sentence.Of(fault)} Nothing was done. Make the folder, or correct '{OptionTable.Report.Option}'.");
        }
    }

    private string? Empty()
    {
        try
        {
            File.WriteAllText(Path, "");
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}

internal enum ReportFormat
{
    JUnit,
    Sarif,
    Html,
    Markdown,
}
