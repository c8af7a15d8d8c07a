using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Migrations.Bytes;
using Migrations.Engine.Importing;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;
using Migrations.Engine.Undo;
using Migrations.Host.Linting;
using Migrations.Host.Ordering;

namespace Migrations.Host.Output;

// One JSON document on standard output, whatever the command. Times are ISO 8601 in UTC, durations milliseconds.
internal sealed class JsonReportWriter(TextWriter output, string? projectDirectory) : IReportWriter
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Status(StatusReport report) => Write(new JsonObject
    {
        ["database"] = report.Database,
        ["server"] = report.Server.Server,
        ["serverVersion"] = report.Server.ServerVersion,
        ["initialised"] = report.IsInitialised,
        ["status"] = JsonNamingPolicy.CamelCase.ConvertName(report.Status.ToString()),
        ["message"] = report.Message,
        ["pending"] = report.PendingCount,
        ["lockedBy"] = report.LockHolder?.Owner,
        ["findings"] = PlanJson.Findings(report.Findings, projectDirectory),
        ["trees"] = new JsonArray([.. report.Trees.Select(Tree)]),
    });

    public void Plan(PlanPreview preview, string database) => Write(PlanJson.Of(preview, database, projectDirectory));

    public void Stamp(StampPlan plan, string database, bool isDryRun)
    {
        var json = PlanJson.StampOf(plan);
        json["database"] = database;
        json["dryRun"] = isDryRun;
        Write(json);
    }

    public void Run(RunResult result, string database) => Write(new JsonObject
    {
        ["database"] = database,
        ["milliseconds"] = (long)result.Duration.TotalMilliseconds,
        ["steps"] = new JsonArray([.. result.Steps.Select(Result)]),
        ["held"] = new JsonArray([.. result.Plan.Held.Select(PlanJson.Step)]),
        ["findings"] = PlanJson.Findings(result.Plan.NotWritten, projectDirectory),
    });

    public void DryRun(DryRunReport report, string database) => Write(PlanJson.Of(report, database, projectDirectory));

    public void Rehearsal(RehearsalReport report, string database) => Write(new JsonObject
    {
        ["database"] = database,
        ["milliseconds"] = (long)report.Duration.TotalMilliseconds,
        ["different"] = report.HasDifferences,
        ["steps"] = new JsonArray([.. report.Steps.Select(Rehearsed)]),
        ["held"] = new JsonArray([.. report.Plan.Held.Select(PlanJson.Step)]),
        ["findings"] = PlanJson.Findings(report.Plan.NotWritten, projectDirectory),
    });

    public void Verify(VerifyReport report, string database) => Write(new JsonObject
    {
        ["database"] = database,
        ["verified"] = report.VerifiedCount,
        ["pending"] = new JsonArray([.. report.Pending.Select(m => (JsonNode)m.Identity.ToString())]),
        ["findings"] = PlanJson.Findings(report.Findings, projectDirectory),
        ["warnings"] = PlanJson.Findings(report.Warnings, projectDirectory),
    });

    public void Linted(LintReport report, RevisionGraph graph) => Write(new JsonObject
    {
        ["migrations"] = graph.Trees.Sum(t => t.Migrations.Count()),
        ["lockFile"] = report.Written,
        ["note"] = report.Note,
        ["findings"] = PlanJson.Findings(report.Findings, projectDirectory),
    });

    public void Journal(IReadOnlyList<JournalEntry> entries) => Write(new JsonObject { ["entries"] = new JsonArray([.. entries.Select(Entry)]) });

    public void Trees(IReadOnlyList<RevisionTree> trees, bool oneShots) => Write(GraphJson.Trees(trees));

    public void History(HistoryReport report) => Write(GraphJson.History(report, m => SourceLocation.At(m, projectDirectory)));

    public void Picture(string format, string picture) => Write(new JsonObject { ["format"] = format, ["picture"] = picture });

    public void Script(string script) => Write(new JsonObject { ["script"] = script });

    public void Environment(EnvironmentReport report, bool isCheck) => Write(EnvironmentJson.Of(report, isCheck));

    public void Pruned(IReadOnlyList<PrunedImages> pruned, string database) => Write(new JsonObject
    {
        ["database"] = database,
        ["documents"] = pruned.Sum(p => p.Documents),
        ["bytes"] = pruned.Sum(p => p.Bytes),
        ["migrations"] = new JsonArray([.. pruned.Select(p => new JsonObject { ["tree"] = p.Tree, ["id"] = p.Id, ["documents"] = p.Documents, ["bytes"] = p.Bytes })]),
    });

    public void Accepted(Acceptance acceptance) => Write(new JsonObject
    {
        ["accepted"] = new JsonArray([.. acceptance.Changes.Select(c => (JsonNode)new JsonObject { ["tree"] = c.Migration.Tree, ["id"] = c.Migration.Id, ["checksum"] = c.Migration.Checksum, ["ran"] = c.Record.Checksum })]),
        ["settled"] = new JsonArray([.. acceptance.Settled.Select(s => (JsonNode)new JsonObject { ["tree"] = s.Record.Tree, ["id"] = s.Record.Id, ["as"] = s.As == SettledAs.Applied ? "applied" : "notApplied", ["head"] = s.Head.Revision })]),
        ["takenOver"] = new JsonArray([.. acceptance.TakenOver.Select(h => (JsonNode)new JsonObject { ["tree"] = h.Tree, ["from"] = h.Plugin })]),
    });

    public void Imported(ImportPlan plan, string database, bool isDryRun) => Write(new JsonObject
    {
        ["database"] = database,
        ["dryRun"] = isDryRun,
        ["from"] = plan.Tool,
        ["log"] = plan.Log,
        ["imported"] = new JsonArray([.. plan.Imported.Select(m => (JsonNode)new JsonObject { ["tree"] = m.Migration.Tree, ["id"] = m.Migration.Id, ["title"] = m.Migration.Identity.Title, ["names"] = new JsonArray([.. m.Names.Select(n => (JsonNode)n)]), ["at"] = m.At })]),
        ["recorded"] = new JsonArray([.. plan.Recorded.Select(r => (JsonNode)$"{r.Tree}@{r.Id}")]),
        ["heads"] = new JsonArray([.. plan.Heads.Select(h => (JsonNode)new JsonObject { ["tree"] = h.Tree, ["revision"] = h.Revision, ["line"] = h.Line, ["version"] = h.Version })]),
    });

    public void Unlocked(LockBreak? broken) => Write(new JsonObject { ["brokenLockOf"] = broken?.Holder.Owner, ["hasAnswered"] = broken?.HasAnswered, ["isRepaired"] = broken?.IsRepaired });

    public void Created(string path) => Write(new JsonObject { ["created"] = path });

    public void Updated(string path) => Write(new JsonObject { ["updated"] = path });

    public void Reordered(OrderChanges changes) => Write(new JsonObject
    {
        ["dryRun"] = changes.IsDryRun,
        ["renamed"] = new JsonArray([.. changes.Renamed.Select(r => new JsonObject { ["tree"] = r.Tree, ["id"] = r.Id, ["newId"] = r.NewId, ["file"] = r.File, ["newFile"] = r.NewFile })]),
        ["parents"] = new JsonArray([.. changes.Parents.Select(p => new JsonObject { ["file"] = p.File, ["parent"] = p.Old, ["newParent"] = p.New })]),
        ["updated"] = new JsonArray([.. changes.Updated.Select(p => (JsonNode)p)]),
    });

    public void Started(string state, string connectionString) => Server(state, connectionString);

    public void Server(string state, string? connectionString) => Write(new JsonObject { ["state"] = state, ["connectionString"] = connectionString });

    public void Failed(MigrationException failure, int exitCode) => Write(Failure(failure, exitCode));

    public void Databases(TextTable table, IEnumerable<string> lines, Func<JsonObject> json) => Write(json());

    public string Unwritten(MigrationException failure, string report, int exitCode)
    {
        var json = Failure(failure, exitCode);
        json["report"] = Parsed(report);
        return json.ToJsonString(OneLine);
    }

    public string Warning(Finding finding) => new JsonObject { ["warning"] = PlanJson.Of(finding, projectDirectory) }.ToJsonString();

    public string Place(MigrationDescriptor? migration) => SourceLocation.Of(migration, projectDirectory);

    private JsonObject Failure(MigrationException failure, int exitCode) => new()
    {
        ["error"] = new JsonObject
        {
            ["code"] = $"MIG{(int)failure.Code:D4}",
            ["message"] = failure.Message,
            ["migration"] = PlanJson.Migration(failure.Migration),
            ["file"] = failure.File is { } file ? SourceLocation.Rooted(file, projectDirectory) : null,
            ["line"] = failure.Line,
            ["failedDocuments"] = (failure as DocumentsFailedException)?.FailedDocuments,
            ["documents"] = failure is DocumentsFailedException failed ? new JsonArray([.. failed.Documents.Select(Document)]) : null,
        },
        ["exitCode"] = exitCode,
    };

    // Help is text, whatever the output format.
    private static JsonNode? Parsed(string report)
    {
        try
        {
            return JsonNode.Parse(report);
        }
        catch (JsonException)
        {
            return report;
        }
    }


    private static JsonObject Document(FailedDocument document) => new()
    {
        ["collection"] = document.Collection,
        ["id"] = Extended(document.Id),
        ["code"] = $"MIG{(int)document.Code:D4}",
        ["path"] = document.Path,
        ["reason"] = document.Reason,
    };

    // For programs: Extended JSON, whole.
    private static JsonNode? Extended(MongoDB.Bson.BsonValue value) => JsonNode.Parse(value.ToRawValue().ToString());

    private static JsonObject Tree(TreeStatus tree) => new()
    {
        ["name"] = tree.Name,
        ["head"] = tree.Head,
        ["unknown"] = tree.IsUnknown,
        ["line"] = tree.Line,
        ["version"] = tree.Version,
        ["component"] = tree.Component is { } component ? new JsonObject { ["line"] = component.Line, ["version"] = component.Version } : null,
        ["migrations"] = new JsonArray([.. tree.Migrations.Select(m => new JsonObject { ["id"] = m.Id, ["title"] = m.Title, ["line"] = m.Migration?.Line, ["oneShot"] = m.Migration?.OneShot, ["version"] = m.Version, ["state"] = StateText.Of(m), ["failedDocuments"] = m.Record?.FailedDocuments ?? 0, ["pending"] = m.IsPending, ["progress"] = Progress(m.Record?.Progress) })]),
    };

    private static JsonObject? Progress(RangeSummary? progress) => progress is null
        ? null
        : new JsonObject { ["documents"] = progress.Documents, ["modified"] = progress.Modified, ["inserted"] = progress.Inserted, ["deleted"] = progress.Deleted, ["total"] = progress.Total, ["ranges"] = progress.Ranges, ["rangesDone"] = progress.RangesDone };


    private static JsonObject Result(StepResult result)
    {
        var json = PlanJson.Written(PlanJson.Step(result.Step), result.Counts, result.Actions, result.Duration);
        json["transaction"] = result.UsedTransaction;
        return json;
    }


    private static JsonObject Rehearsed(RehearsedStep step)
    {
        var json = PlanJson.Step(step.Step);
        json["outcome"] = JsonNamingPolicy.CamelCase.ConvertName(step.Outcome.ToString());
        json["reason"] = step.Reason.Length == 0 ? null : step.Reason;
        json["documents"] = step.Documents;
        json["differentDocuments"] = step.DifferentDocuments;
        json["differences"] = new JsonArray([.. step.Differences.Select(d => new JsonObject { ["collection"] = d.Collection, ["id"] = Extended(d.Id), ["path"] = d.Path, ["before"] = d.Before, ["after"] = d.After, ["text"] = d.Text })]);
        return json;
    }


    private static JsonObject Entry(JournalEntry entry) => new()
    {
        ["at"] = entry.At.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        ["event"] = entry.Event,
        ["tree"] = entry.Tree,
        ["id"] = entry.Id,
        ["title"] = entry.Title,
        ["who"] = entry.Who,
        ["host"] = entry.Host,
        ["product"] = entry.Product,
        ["plugin"] = entry.Plugin,
        ["server"] = entry.Server,
        ["run"] = entry.Run,
        ["environment"] = entry.Environment,
        ["transaction"] = entry.Transaction,
        ["milliseconds"] = entry.Duration is { } duration ? (long)duration.TotalMilliseconds : null,
        ["modified"] = entry.Modified,
        ["inserted"] = entry.Inserted,
        ["deleted"] = entry.Deleted,
        ["detail"] = entry.Detail,
        ["actions"] = new JsonArray([.. entry.Actions.Select(a => (JsonNode)a)]),
    };

    private void Write(JsonObject json) => output.WriteLine(json.ToJsonString(Options));
}
