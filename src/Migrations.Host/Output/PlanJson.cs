using System.Text.Json;
using System.Text.Json.Nodes;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;

namespace Migrations.Host.Output;

// Plans, dry runs and findings as JSON.
internal static class PlanJson
{
    public static JsonObject Of(PlanPreview preview, string database, string? projectDirectory) => new()
    {
        ["database"] = database,
        ["fingerprint"] = preview.Plan.Fingerprint,
        ["stamp"] = preview.Stamp is { } stamp ? StampOf(stamp) : null,
        ["server"] = Server(preview.Server),
        ["steps"] = new JsonArray([.. preview.Plan.Steps.Select(s => Forecast(s, preview))]),
        ["held"] = new JsonArray([.. preview.Plan.Held.Select(Step)]),
        ["preconditions"] = new JsonArray([.. preview.Preconditions.Select(Precondition)]),
        ["findings"] = Findings(preview.Findings.Concat(preview.Plan.NotWritten).For(Purpose.Plan), projectDirectory),
    };

    public static JsonObject Of(DryRunReport report, string database, string? projectDirectory) => new()
    {
        ["database"] = database,
        ["dryRun"] = true,
        ["fingerprint"] = report.Plan.Fingerprint,
        ["stamp"] = report.Stamp is { } stamp ? StampOf(stamp) : null,
        ["milliseconds"] = (long)report.Duration.TotalMilliseconds,
        ["steps"] = new JsonArray([.. report.Steps.Select(Tried)]),
        ["held"] = new JsonArray([.. report.Plan.Held.Select(Step)]),
        ["preconditions"] = new JsonArray([.. report.Preconditions.Select(Precondition)]),
        ["findings"] = Findings(report.Findings.Concat(report.Plan.NotWritten), projectDirectory),
    };

    public static JsonArray Findings(IEnumerable<Finding> findings, string? projectDirectory) => [.. findings.Select(f => Of(f, projectDirectory))];

    public static JsonObject Of(Finding finding, string? projectDirectory) => new()
    {
        ["code"] = $"MIG{(int)finding.Code:D4}",
        ["severity"] = finding.IsWarning ? "warning" : "error",
        ["migration"] = Migration(finding.Migration?.Identity),
        ["place"] = SourceLocation.Of(finding.Migration, projectDirectory).TrimEnd(' ', ':'),
        ["text"] = finding.Text,
    };

    public static JsonObject? Migration(MigrationIdentity? migration) => migration is null ? null : new JsonObject { ["tree"] = migration.Tree, ["id"] = migration.Id, ["title"] = migration.Title };

    public static JsonObject Step(PlannedStep step) => new()
    {
        ["direction"] = step.Direction == MigrationDirection.Up ? "up" : "down",
        ["tree"] = step.Migration.Tree,
        ["id"] = step.Migration.Id,
        ["title"] = step.Migration.Identity.Title,
        ["oneShot"] = step.Migration.OneShot,
        ["line"] = step.HeadAfter?.Line,
        ["version"] = step.HeadAfter?.Version,
        ["headAfter"] = step.HeadAfter?.Id,
        ["options"] = new JsonObject(step.Options.Select(o => KeyValuePair.Create(o.Key, (JsonNode?)o.Value))),
        ["reversible"] = WayBack.IsThere(step),
        ["wayBack"] = WayBack.Name(step),
        ["destructive"] = Destruction.Of(step),
        ["resumed"] = step.IsResumed,
    };

    public static JsonObject StampOf(StampPlan stamp) => new()
    {
        ["event"] = stamp.Event,
        ["heads"] = new JsonArray([.. stamp.Heads.Select(h => new JsonObject { ["tree"] = h.Tree, ["revision"] = h.Revision, ["line"] = h.Line, ["version"] = h.Version, ["unknown"] = h.IsUnknown })]),
        ["applied"] = new JsonArray([.. stamp.Applied.Select(m => (JsonNode)m.Identity.ToString())]),
        ["halfDone"] = new JsonArray([.. stamp.HalfDone.Select(h => (JsonNode)new JsonObject { ["tree"] = h.Record.Tree, ["id"] = h.Record.Id, ["title"] = h.Record.Title, ["done"] = h.Done, ["failedDocuments"] = h.Record.FailedDocuments })]),
        ["forgotten"] = new JsonArray([.. stamp.Forgotten.Select(r => (JsonNode)$"{r.Tree}@{r.Id}")]),
    };

    public static JsonObject Written(JsonObject json, WriteCounts counts, IReadOnlyList<ReportedAction> actions, TimeSpan duration)
    {
        json["milliseconds"] = (long)duration.TotalMilliseconds;
        json["inserted"] = counts.Inserted;
        json["matched"] = counts.Matched;
        json["modified"] = counts.Modified;
        json["deleted"] = counts.Deleted;
        json["actions"] = new JsonArray([.. actions.Select(a => new JsonObject { ["collection"] = a.Collection, ["kind"] = a.Kind.ToString(), ["description"] = a.Description })]);
        return json;
    }

    private static JsonObject Precondition(PreconditionResult result) => new()
    {
        ["migration"] = result.Migration.Identity.ToString(),
        ["description"] = result.Precondition.Description,
        ["checked"] = result.IsChecked,
        ["fault"] = result.Fault,
        ["skippable"] = result.Precondition.IsSkippable,
        ["skipped"] = result.IsSkipped,
    };

    private static JsonObject Tried(DryRunStep step)
    {
        var json = Written(Step(step.Step), step.Counts, step.Actions, step.Duration);
        json["documents"] = step.Documents;
        json["total"] = step.Total;
        return json;
    }

    private static JsonObject Server(ChannelInfo server) => new()
    {
        ["address"] = server.Server,
        ["version"] = server.ServerVersion,
        ["topology"] = JsonNamingPolicy.CamelCase.ConvertName(server.Deployment.ToString()),
        ["transactions"] = server.SupportsTransactions,
    };

    private static JsonObject Forecast(PlannedStep step, PlanPreview preview)
    {
        var json = Step(step);
        json["forecast"] = preview.Forecasts.FirstOrDefault(f => f.Step == step) is not { } forecast ? null : new JsonObject
        {
            ["collection"] = forecast.Collection,
            ["documents"] = forecast.Documents,
            ["matching"] = forecast.Matching,
            ["bytes"] = forecast.Bytes,
            ["imageBytes"] = forecast.ImageBytes,
        };
        json["estimate"] = preview.Estimates.FirstOrDefault(e => e.Step == step) is not { } estimate ? null : new JsonObject
        {
            ["milliseconds"] = (long?)estimate.Duration?.TotalMilliseconds,
            ["sample"] = estimate.Sample,
            ["reason"] = estimate.Reason,
        };
        return json;
    }
}
