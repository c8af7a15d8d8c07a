using System.Text.Json;
using Migrations.MSBuild.Processes;

namespace Migrations.MSBuild.Reports;

// The host's output, in a file of the project's intermediate folder: a logger that hides messages still shows the line that points to it.
internal static class ReportFile
{
    private const string Folder = "migrations";

    // JSON stays what a program can read; text has everything, in the order of the output.
    public static string Write(string intermediate, string name, HostLog log)
    {
        var path = Path.Combine(intermediate, Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, Path.GetExtension(name) == ".txt" ? log.All : log.Lines);
        return path;
    }

    // Whether a message is shown for the first time in this project.
    public static bool IsFirst(string intermediate, string subject)
    {
        var said = Path.Combine(intermediate, Folder, subject + ".said");
        if (File.Exists(said))
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(said)!);
        File.WriteAllText(said, "");
        return true;
    }
}

// A JSON report contains its faults; the build reports them too. And the name of the file that was written, if any.
internal static class JsonReport
{
    private static readonly string[] FindingLists = ["findings", "warnings"];

    public static void SayFaults(HostLog log)
    {
        using var report = Parse(log);
        if (report is not null)
        {
            Lines(report.RootElement).ToList().ForEach(log.Error);
        }
    }

    public static string? CreatedFile(HostLog log)
    {
        using var report = Parse(log);
        return report is not null && report.RootElement.TryGetProperty("created", out var created) ? created.GetString() : null;
    }

    // Null if the host was killed before it had written everything, which its exit code shows.
    private static JsonDocument? Parse(HostLog log)
    {
        try
        {
            return JsonDocument.Parse(string.Join('\n', log.Lines));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // In the same form as the host's other errors.
    private static IEnumerable<string> Lines(JsonElement report)
    {
        if (report.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            var place = error.GetProperty("file").GetString() is { } file ? $"{file}({Math.Max(1, error.GetProperty("line").GetInt32())},1): " : "";
            yield return $"{place}error {error.GetProperty("code").GetString()}: {OneLine(error.GetProperty("message"))}";
        }

        foreach (var finding in FindingLists.SelectMany(name => Findings(report, name)))
        {
            var place = finding.GetProperty("place").GetString() is { Length: > 0 } at ? at + ": " : "";
            yield return $"{place}{finding.GetProperty("severity").GetString()} {finding.GetProperty("code").GetString()}: {OneLine(finding.GetProperty("text"))}";
        }
    }

    private static JsonElement[] Findings(JsonElement report, string name) => report.TryGetProperty(name, out var findings) && findings.ValueKind == JsonValueKind.Array ? [.. findings.EnumerateArray()] : [];

    private static string OneLine(JsonElement text) => text.GetString()!.ReplaceLineEndings(" ");
}
