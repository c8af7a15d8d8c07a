using System.Globalization;
using System.Text.Json.Nodes;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage.Environments;

namespace Migrations.Host.Output;

// With what a database was migrated, as JSON.
internal static class EnvironmentJson
{
    public static JsonObject Of(EnvironmentReport report, bool isCheck) => new()
    {
        ["database"] = report.Database,
        ["check"] = isCheck,
        ["differs"] = report.Differences.Any(d => d.Matters),
        ["current"] = Of(report.Current),
        ["differences"] = Of(report.Differences),
        ["recorded"] = new JsonArray([.. report.Recorded.Select(Of)]),
        ["findings"] = PlanJson.Findings(isCheck ? report.Findings : [], null),
    };

    private static JsonObject Of(RecordedEnvironment recorded)
    {
        var json = Of(recorded.Environment);
        json["hash"] = recorded.Hash;
        json["runs"] = recorded.Runs;
        json["first"] = recorded.First.ToString("O", CultureInfo.InvariantCulture);
        json["last"] = recorded.Last.ToString("O", CultureInfo.InvariantCulture);
        json["changes"] = Of(recorded.Changes);
        return json;
    }

    private static JsonObject Of(RunEnvironment environment) => new()
    {
        ["plugin"] = environment.Plugin,
        ["runtime"] = environment.Runtime,
        ["system"] = environment.System,
        ["architecture"] = environment.Architecture,
        ["driver"] = environment.Driver,
        ["server"] = environment.Server,
        ["compatibility"] = environment.Compatibility,
        ["topology"] = environment.Topology,
        ["packages"] = environment.Packages is { } packages ? new JsonObject(packages.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))) : null,
    };

    private static JsonArray Of(IEnumerable<EnvironmentDifference> differences) =>
        new([.. differences.Select(d => (JsonNode)new JsonObject { ["what"] = d.What, ["before"] = d.Before, ["after"] = d.After, ["matters"] = d.Matters })]);
}
