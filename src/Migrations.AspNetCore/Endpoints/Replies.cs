using Migrations.AspNetCore.Runs;
using Migrations.Engine.Model;
using Migrations.Engine.Reporting;

namespace Migrations.AspNetCore.Endpoints;

// GET on the endpoint.
internal sealed record StatusReply(string State, string Message, string Database, int Pending, string? RunBy, IReadOnlyList<TreeReply> Trees, IReadOnlyList<FindingReply> Findings)
{
    public static StatusReply Of(SchemaReport report) => new(
        report.State.ToString().ToLowerInvariant(),
        report.Message,
        report.Database,
        report.Pending,
        report.RunBy,
        [.. report.Details.Trees.Select(t => new TreeReply(t.Name, t.Head, t.Version, [.. t.Migrations.Where(m => m.IsPending).Select(m => m.Id)]))],
        [.. report.Details.Findings.Select(FindingReply.Of)]);
}

internal sealed record TreeReply(string Name, string? Head, string? Version, IReadOnlyList<string> Pending);

// GET on the plan.
internal sealed record PlanReply(IReadOnlyList<string> Initialised, IReadOnlyList<StepReport> Steps, IReadOnlyList<StepReport> Held, IReadOnlyList<FindingReply> Findings)
{
    public static PlanReply Of(PlanPreview preview) => new(
        [.. (preview.Stamp?.Heads ?? []).Select(h => $"{h.Tree}@{h.Revision ?? RevisionName.Base}")],
        [.. preview.Plan.Steps.Select(StepReport.Of)],
        [.. preview.Plan.Held.Select(StepReport.Of)],
        [.. preview.Findings.Concat(preview.Plan.NotWritten).Select(FindingReply.Of), .. preview.Preconditions.Where(p => p is { Fault: not null, IsSkipped: false }).Select(FindingReply.Of)]);
}

internal sealed record FindingReply(string Code, string Message, string? Migration, bool Warning)
{
    // A run would be refused.
    public static FindingReply Of(PreconditionResult unmet) => new($"MIG{(int)MigrationErrorCode.PreconditionFailed:D4}", $"{unmet.Precondition.Description}: {unmet.Fault}", unmet.Migration.Identity.ToString(), Warning: false);

    public static FindingReply Of(Finding finding) => new($"MIG{(int)finding.Code:D4}", finding.Text, finding.Migration?.Identity.ToString(), finding.IsWarning);
}
