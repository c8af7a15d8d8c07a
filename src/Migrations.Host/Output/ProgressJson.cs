using System.Text.Json.Nodes;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;

namespace Migrations.Host.Output;

// Progress as one JSON object a line, for programs that watch.
internal static class ProgressJson
{
    public static string OfStart(PlannedStep step, int number, int total, bool usesTransaction) => new JsonObject
    {
        ["started"] = new JsonObject
        {
            ["tree"] = step.Migration.Tree,
            ["id"] = step.Migration.Id,
            ["title"] = step.Migration.Identity.Title,
            ["direction"] = step.Direction == MigrationDirection.Up ? "up" : "down",
            ["step"] = number,
            ["steps"] = total,
            ["transaction"] = usesTransaction,
            ["resumed"] = step.IsResumed,
        },
    }.ToJsonString();

    public static string Of(PlannedStep step, ReportedAction action) => new JsonObject
    {
        ["action"] = new JsonObject { ["tree"] = step.Migration.Tree, ["id"] = step.Migration.Id, ["collection"] = action.Collection, ["text"] = action.Description },
    }.ToJsonString();

    public static string OfEnd(PlannedStep step, StepResult result) => new JsonObject
    {
        ["finished"] = new JsonObject { ["tree"] = step.Migration.Tree, ["id"] = step.Migration.Id, ["milliseconds"] = (long)result.Duration.TotalMilliseconds },
    }.ToJsonString();

    public static string Of(PlannedStep step, StepProgress progress, bool isDone) => new JsonObject
    {
        ["progress"] = new JsonObject
        {
            ["tree"] = step.Migration.Tree,
            ["id"] = step.Migration.Id,
            ["documents"] = progress.Documents,
            ["modified"] = progress.Modified,
            ["inserted"] = progress.Inserted,
            ["deleted"] = progress.Deleted,
            ["failed"] = progress.Failed,
            ["total"] = isDone ? progress.Documents : progress.Total,
            ["ranges"] = progress.Ranges,
            ["rangesDone"] = isDone ? progress.Ranges : progress.RangesDone,
            ["documentsPerSecond"] = Math.Round(ProgressLine.Rate(progress)),
            ["secondsLeft"] = isDone ? 0 : Math.Round(ProgressLine.Left(progress).TotalSeconds),
            ["done"] = isDone,
        },
    }.ToJsonString();

    public static string Of(string what, PlannedStep step, StepPause pause) => new JsonObject
    {
        [what] = new JsonObject
        {
            ["tree"] = step.Migration.Tree,
            ["id"] = step.Migration.Id,
            ["cause"] = pause.Cause == PauseCause.Overload ? "overload" : "replicationLag",
            ["replicationLagSeconds"] = pause.ReplicationLag is { } lag ? Math.Round(lag.TotalSeconds) : null,
            ["text"] = pause.Text,
        },
    }.ToJsonString();

    public static string OfStopping(string text) => new JsonObject { ["stopping"] = new JsonObject { ["text"] = text } }.ToJsonString();
}
