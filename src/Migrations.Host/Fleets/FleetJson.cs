using System.Text.Json;
using System.Text.Json.Nodes;
using Migrations.Host.GateReports;

namespace Migrations.Host.Fleets;

// The result for programs: for each database what the command says of it alone, and the sum.
internal static class FleetJson
{
    public static JsonObject Of(FleetReport report) => new()
    {
        ["command"] = report.Command,
        ["exitCode"] = (int)report.ExitCode,
        ["milliseconds"] = (long)report.Duration.TotalMilliseconds,
        ["count"] = report.Outcomes.Count,
        ["outcomes"] = new JsonObject(Enum.GetValues<TargetState>().Select(s => KeyValuePair.Create(NameOf(s), (JsonNode?)report.Count(s)))),
        ["stopped"] = report.NotReached.FirstOrDefault()?.Text,
        ["matrix"] = report.ToMatrix() is { } matrix ? Of(matrix) : null,
        ["databases"] = new JsonArray([.. report.Outcomes.Select(o => (JsonNode)Of(o, report: o.Report))]),
        ["findings"] = new JsonArray([.. report.Outcomes.Where(o => o.State == TargetState.Failed).Select(o => (JsonNode)Finding(o))]),
    };

    public static JsonObject Ended(TargetOutcome outcome, int number, int total)
    {
        var json = Of(outcome, report: null);
        json.Remove("report");
        (json["number"], json["of"]) = (number, total);
        return new JsonObject { ["ended"] = json };
    }

    private static JsonObject Of(TargetOutcome outcome, string? report) => new()
    {
        ["database"] = outcome.Name,
        ["server"] = outcome.Server,
        ["outcome"] = NameOf(outcome.State),
        ["exitCode"] = (int?)outcome.ExitCode,
        ["code"] = outcome.Code is { } code ? ErrorPages.NameOf(code) : null,
        ["milliseconds"] = (long)outcome.Duration.TotalMilliseconds,
        ["text"] = outcome.Text,
        ["report"] = string.IsNullOrWhiteSpace(report) ? null : JsonNode.Parse(report),
    };

    // In the form of every other finding, so that whoever reads those of one database finds these as well.
    private static JsonObject Finding(TargetOutcome outcome) => new()
    {
        ["code"] = ErrorPages.NameOf(outcome.Code),
        ["severity"] = "error",
        ["migration"] = null,
        ["place"] = "",
        ["text"] = $"{outcome.Name}: {outcome.Text}",
    };

    private static JsonObject Of(GateMatrix matrix) => new()
    {
        ["trees"] = new JsonArray([.. matrix.Trees.Select(t => (JsonNode)t)]),
        ["rows"] = new JsonArray([.. matrix.Rows.Select(r => (JsonNode)new JsonObject
        {
            ["database"] = r.Database,
            ["cells"] = new JsonArray([.. matrix.Trees.Select(t => r.Trees.GetValueOrDefault(t) is { } tree ? Of(tree) : null)]),
        })]),
    };

    private static JsonObject Of(GateTree tree) => new JsonObject { ["tree"] = tree.Name, ["place"] = tree.Place, ["pending"] = tree.Pending, ["state"] = JsonNamingPolicy.CamelCase.ConvertName(tree.State.ToString()) };

    private static string NameOf(TargetState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
}
