using System.Globalization;
using System.Text.Json.Nodes;
using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Host.Output;

// The graph as JSON: every name a program needs to put revisions and ways together again.
internal static class GraphJson
{
    public static JsonObject Trees(IEnumerable<RevisionTree> trees) => new()
    {
        ["trees"] = List(trees, tree => new JsonObject
        {
            ["name"] = tree.Name,
            ["description"] = tree.Declaration?.Description is { Length: > 0 } description ? description : null,
            ["defaultLine"] = tree.Declaration?.DefaultLine,
            ["lines"] = List(tree.Lines, line => new JsonObject { ["line"] = line, ["revisions"] = tree.Revisions.Count(r => r.Line == line), ["head"] = tree.Head(line)!.Id, ["version"] = tree.Head(line)!.Version }),
            ["oneShots"] = List(tree.OneShots, o => new JsonObject { ["name"] = $"{tree.Name}/{o.Name}", ["from"] = o.From?.Id, ["to"] = o.To.Id, ["id"] = o.Migration.Id, ["title"] = o.Migration.Identity.Title }),
        }),
    };

    public static JsonObject History(HistoryReport report, Func<MigrationDescriptor, string> place) => new()
    {
        ["trees"] = List(report.Trees, tree =>
        {
            var json = new JsonObject { ["name"] = tree.Name };
            if (report.IsDetailed)
            {
                json["current"] = string.IsNullOrEmpty(tree.Head) ? null : tree.Head;
            }

            json["revisions"] = List(tree.Steps, step => Step(step, report.IsDetailed, place));
            return json;
        }),
    };

    private static JsonObject Step(HistoryStep step, bool isDetailed, Func<MigrationDescriptor, string> place)
    {
        var migration = step.Migration;
        var json = new JsonObject
        {
            ["from"] = step.From?.Id,
            ["to"] = step.To.Id,
            ["id"] = migration.Id,
            ["tree"] = migration.Tree,
            ["line"] = step.To.Line,
            ["version"] = step.To.Version,
            ["title"] = migration.Identity.Title,
            ["oneShot"] = migration.OneShot,
            ["head"] = step.IsHead,
            ["branchpoint"] = !step.IsOneShot && step.To.IsBranchpoint,
            ["barrier"] = migration.IsBarrier,
            ["reversible"] = migration.IsReversible || migration.KeepsBeforeImages,
            ["keepsBeforeImages"] = migration.KeepsBeforeImages,
            ["place"] = place(migration),
            ["dependsOn"] = List(migration.DependsOn, d => JsonValue.Create(d)),
            ["options"] = List(migration.Options, o => new JsonObject { ["name"] = o.Name, ["description"] = o.Description, ["required"] = o.Required, ["default"] = o.Default, ["values"] = List(o.Values, v => JsonValue.Create(v)) }),
            ["preconditions"] = List(migration.Preconditions, p => new JsonObject { ["description"] = p.Description, ["skippable"] = p.IsSkippable }),
        };
        if (isDetailed)
        {
            json["current"] = step.IsCurrent;
            json["state"] = step.Status is { } status ? StateText.Of(status) : null;
            json["record"] = step.Status?.Record is { } record ? Record(record, step.Entry) : null;
        }

        return json;
    }

    private static JsonObject Record(AppliedMigration record, JournalEntry? entry) => new()
    {
        ["started"] = Time(record.Started),
        ["finished"] = record.Finished is { } finished ? Time(finished) : null,
        ["by"] = record.By,
        ["host"] = record.Host,
        ["run"] = record.Run,
        ["event"] = entry?.Event,
        ["transaction"] = entry?.Transaction,
        ["milliseconds"] = entry?.Duration is { } duration ? (long)duration.TotalMilliseconds : null,
        ["modified"] = entry?.Modified,
        ["inserted"] = entry?.Inserted,
        ["deleted"] = entry?.Deleted,
        ["actions"] = List(entry?.Actions ?? [], a => JsonValue.Create(a)),
    };

    private static string Time(DateTime time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> node) => [.. items.Select(node)];
}
