using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Migrations.Host.Execution;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.GateReports;

// SARIF 2.1.0 (OASIS), as code scanning reads it: what does not fit, at the file and line of its migration. Files are named from the root of the repository.
internal static class SarifReport
{
    private const string Root = "%SRCROOT%";
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(GateReport report, string? projectDirectory)
    {
        var codes = report.Findings.Select(f => f.Code).Distinct().Order().ToList();
        var sarif = new JsonObject
        {
            ["$schema"] = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject { ["driver"] = new JsonObject { ["name"] = "Migrations", ["version"] = HostIdentity.Version, ["informationUri"] = HostContract.ProjectUrl, ["rules"] = new JsonArray([.. codes.Select(Rule)]) } },
                ["automationDetails"] = new JsonObject { ["id"] = $"migrations/{report.Command}/{report.Database ?? "no-database"}" },
                ["invocations"] = new JsonArray(Invocation(report)),
                ["results"] = new JsonArray([.. report.Findings.Select(f => Result(f, codes.IndexOf(f.Code), projectDirectory))]),
            }),
        };
        return sarif.ToJsonString(Options).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Rule(MigrationErrorCode code) => new()
    {
        ["id"] = ErrorPages.NameOf(code),
        ["name"] = code.ToString(),
        ["helpUri"] = ErrorPages.PageOf(code),
    };

    private static JsonObject Invocation(GateReport report) => new()
    {
        ["executionSuccessful"] = report.ExitCode is ExitCode.Done or ExitCode.Pending or ExitCode.VerificationFailed or ExitCode.DoesNotFit,
        ["exitCode"] = (int)report.ExitCode,
        ["startTimeUtc"] = Time(report.Started),
        ["endTimeUtc"] = Time(report.Started + report.Duration),
    };

    private static JsonObject Result(GateFinding finding, int rule, string? projectDirectory)
    {
        var json = new JsonObject
        {
            ["ruleId"] = ErrorPages.NameOf(finding.Code),
            ["ruleIndex"] = rule,
            ["level"] = finding.IsWarning ? "warning" : "error",
            ["message"] = new JsonObject { ["text"] = SafeText.Log(finding.Text) },
            ["partialFingerprints"] = new JsonObject { ["migration/v1"] = $"{ErrorPages.NameOf(finding.Code)}:{finding.Migration}" },
        };
        if (finding.File is { Length: > 0 } file)
        {
            json["locations"] = new JsonArray(new JsonObject
            {
                ["physicalLocation"] = new JsonObject { ["artifactLocation"] = Artifact(file, projectDirectory), ["region"] = new JsonObject { ["startLine"] = Math.Max(1, finding.Line) } },
            });
        }

        return json;
    }

    private static JsonObject Artifact(string file, string? projectDirectory) => PathInRepository(file, projectDirectory) is { } path
        ? new JsonObject { ["uri"] = Uri(path), ["uriBaseId"] = Root }
        : new JsonObject { ["uri"] = new Uri(Path.GetFullPath(file, Path.GetFullPath(projectDirectory ?? "."))).AbsoluteUri };

    private static string Uri(string path) => string.Join('/', path.Split('/', '\\').Select(System.Uri.EscapeDataString));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    // The path of a source file from the root of its repository, as code scanning names files.
    // Null if the file is in no repository, or it is not known where the project is.
    private static string? PathInRepository(string file, string? projectDirectory)
    {
        if (projectDirectory is null && !Path.IsPathRooted(file))
        {
            return file;
        }

        var full = Path.GetFullPath(file, Path.GetFullPath(projectDirectory ?? "."));
        return RootOf(full) is { } root ? Path.GetRelativePath(root, full) : null;
    }

    // A worktree has a file of that name instead of a folder.
    private static string? RootOf(string file)
    {
        var folder = Path.GetDirectoryName(file);
        while (folder is not null && !Path.Exists(Path.Combine(folder, ".git")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder;
    }
}
