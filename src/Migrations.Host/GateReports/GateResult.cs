using System.Globalization;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Host.Linting;
using Migrations.Host.Output;

namespace Migrations.Host.GateReports;

// The cases and findings of a command's result. Pure.
internal sealed record GateResult(IReadOnlyList<GateCase> Cases, IReadOnlyList<GateFinding> Findings)
{
    // In one line, for one of several databases.
    public string Summary { get; init; } = "";

    // Where the database and its trees stand, for 'status'.
    public string? Status { get; init; }

    public IReadOnlyList<GateTree> Trees { get; init; } = [];

    public static GateResult Of(StatusReport report)
    {
        List<GateFinding> findings = [.. report.Findings.Select(GateFinding.Of)];
        var migrations = report.Trees.SelectMany(t => t.Migrations.Select(m => Of(t.Name, m, findings, [])));
        return new GateResult([.. migrations, .. GateChecks.Of(findings)], findings) { Summary = report.Message, Status = report.Status.ToString(), Trees = GateTree.Of(report) };
    }

    public static GateResult Of(VerifyReport report, StatusReport? status, string? tree)
    {
        List<GateFinding> findings = [.. report.Findings.Concat(report.Warnings).Select(GateFinding.Of)];
        var pending = report.Pending.ToHashSet();
        var migrations = status?.Trees.Where(t => tree is null || t.Name == tree).SelectMany(t => t.Migrations.Select(m => Of(t.Name, m, findings, pending))) ?? [];
        List<GateCase> cases = [.. migrations, .. GateChecks.Of(findings)];
        findings.AddRange(report.Pending.Select(m => GateFinding.Of(new Finding(MigrationErrorCode.PendingMigrations, m, Pending(m)) { IsWarning = true })));
        return new GateResult(cases, findings) { Summary = $"{report.VerifiedCount} migration(s) verified, {report.Pending.Count} pending, {report.Findings.Count} fault(s)" };
    }

    public static GateResult Of(LintReport report, RevisionGraph graph)
    {
        List<GateFinding> findings = [.. report.Findings.Select(GateFinding.Of)];
        var cases = graph.Trees.SelectMany(t => t.Migrations).Select(m => findings.Where(f => !f.IsWarning && f.Migration == m.Identity).ToList() is { Count: > 0 } faults
            ? new GateCase(m.Tree, NameOf(m.Identity), GateOutcome.Failed) { Code = faults[0].Code, Text = string.Join('\n', faults.Select(f => f.Text)) }
            : new GateCase(m.Tree, NameOf(m.Identity), GateOutcome.Passed));
        var others = findings.Where(f => !f.IsWarning && f.Migration is null).Select(f => new GateCase(GateChecks.Group, ErrorPages.NameOf(f.Code), GateOutcome.Failed) { Code = f.Code, Text = f.Text });
        return new GateResult([.. cases, .. others], findings);
    }

    public static GateResult Of(PlanPreview preview)
    {
        List<GateFinding> findings = [.. preview.Findings.Concat(preview.Plan.NotWritten).For(Purpose.Plan).Select(GateFinding.Of), .. Unmet(preview.Preconditions)];
        return new GateResult([.. preview.Plan.Steps.Select(s => Of(s, findings)), .. Held(preview.Plan), .. GateChecks.Of(findings)], findings) { Summary = SummaryOf(preview.Plan, preview.Plan.Steps.Count, "would be ") };
    }

    public static GateResult Of(RunResult result) => new([.. result.Steps.Select(Of), .. Held(result.Plan)], [.. result.Plan.NotWritten.Select(GateFinding.Of)]) { Summary = SummaryOf(result.Plan, result.Steps.Count, "") };

    public static GateResult Of(DryRunReport report)
    {
        List<GateFinding> findings = [.. report.Findings.Concat(report.Plan.NotWritten).Select(GateFinding.Of)];
        return new GateResult([.. report.Steps.Select(s => Passed(s.Step) with { Duration = s.Duration }), .. Held(report.Plan)], findings) { Summary = SummaryOf(report.Plan, report.Steps.Count, "would be ") };
    }

    public static GateResult Of(RehearsalReport report)
    {
        var different = report.Steps.Where(s => s.Outcome == RehearsalOutcome.Different).Select(s => GateFinding.Of(new Finding(MigrationErrorCode.RehearsalFailed, s.Step.Migration, Differences(s))));
        return new GateResult([.. report.Steps.Select(Of), .. Held(report.Plan)], [.. different, .. report.Plan.NotWritten.Select(GateFinding.Of)])
        {
            Summary = $"{report.Steps.Count} migration(s) rehearsed, {report.Steps.Count(s => s.Outcome == RehearsalOutcome.Different)} of them do not restore the data{HeldText(report.Plan)}",
        };
    }

    // A run that failed: what it finished, the migration or the check that it failed on, and what it did not reach.
    public static GateResult Of(MigrationException failure, string command, IReadOnlyList<StepResult> finished, IReadOnlyList<TreeStatus> trees)
    {
        var done = finished.Select(r => r.Step.Migration.Identity).ToHashSet();
        var place = failure.Migration is { } migration ? (migration.Tree, NameOf(migration)) : (GateChecks.Group, command);
        var rest = trees.SelectMany(t => t.Migrations).Where(m => m.Migration is { } known && known.Identity != failure.Migration && !done.Contains(known.Identity)).ToList();
        return new GateResult(
            [
                .. finished.Select(Of),
                new GateCase(place.Item1, place.Item2, GateOutcome.Failed) { Code = failure.Code, Text = failure.Message },
                .. rest.Where(m => m.Record is { IsUnfinished: true }).Select(m => new GateCase(m.Migration!.Tree, NameOf(m.Migration.Identity), GateOutcome.Failed) { Code = MigrationErrorCode.UnfinishedMigration, Text = $"{StateText.Of(m)}." }),
                .. rest.Where(m => m is { IsPending: true, Record: not { IsUnfinished: true } }).Select(m => new GateCase(m.Migration!.Tree, NameOf(m.Migration.Identity), GateOutcome.Skipped) { Text = "The command ended before it." }),
            ],
            [GateFinding.Of(failure)]);
    }

    // The steps by name, so that databases that differ are seen.
    private static string SummaryOf(Plan plan, int count, string mood)
    {
        const int Named = 3;
        var names = string.Join(", ", plan.Steps.Take(Named).Select(s => s.Migration.Identity.ToString()));
        return count == 0
            ? $"nothing to do{HeldText(plan)}"
            : $"{count} migration(s) {mood}{(plan.Request.Direction == MigrationDirection.Up ? "applied" : "rolled back")}: {names}{(plan.Steps.Count > Named ? $" and {plan.Steps.Count - Named} more" : "")}{HeldText(plan)}";
    }

    private static string HeldText(Plan plan) => plan.Held.Count == 0 ? "" : $"; {plan.Held.Count} held back";

    private static GateCase Of(string tree, MigrationStatus status, List<GateFinding> findings, HashSet<MigrationDescriptor> pending)
    {
        var faults = findings.Where(f => !f.IsWarning && f.Migration is { } migration && migration == status.Migration?.Identity).ToList();
        var gateCase = new GateCase(tree, SafeText.OneLine($"{status.Id} {status.Title}"), GateOutcome.Passed);
        return faults.Count > 0 ? gateCase with { Outcome = GateOutcome.Failed, Code = faults[0].Code, Text = string.Join('\n', faults.Select(f => f.Text)) }
            : status.Migration is null ? gateCase with { Outcome = GateOutcome.Failed, Code = MigrationErrorCode.MissingMigration, Text = "The database has it, the plugin does not." }
            : pending.Contains(status.Migration) ? gateCase with { Outcome = GateOutcome.Failed, Code = MigrationErrorCode.PendingMigrations, Text = Pending(status.Migration) }
            : status.Record is { IsApplied: true } ? gateCase
            : gateCase with { Outcome = GateOutcome.Skipped, Text = $"{StateText.Of(status)}." };
    }

    private static GateCase Of(PlannedStep step, List<GateFinding> findings) =>
        findings.FirstOrDefault(f => !f.IsWarning && f.Migration == step.Migration.Identity) is { } fault ? Passed(step) with { Outcome = GateOutcome.Failed, Code = fault.Code, Text = fault.Text } : Passed(step);

    private static GateCase Of(StepResult result) => Passed(result.Step) with { Duration = result.Duration };

    private static GateCase Of(RehearsedStep step) => step.Outcome switch
    {
        RehearsalOutcome.Exact => Passed(step.Step) with { Duration = step.Duration },
        RehearsalOutcome.Different => Passed(step.Step) with { Outcome = GateOutcome.Failed, Duration = step.Duration, Code = MigrationErrorCode.RehearsalFailed, Text = Differences(step) },
        _ => Passed(step.Step) with { Outcome = GateOutcome.Skipped, Duration = step.Duration, Text = step.Reason },
    };

    private static GateCase Passed(PlannedStep step) => new(step.Migration.Tree, $"{(step.Direction == MigrationDirection.Up ? "up" : "down")} {NameOf(step.Migration.Identity)}", GateOutcome.Passed);

    private static IEnumerable<GateCase> Held(Plan plan) => plan.Held.Select(s => Passed(s) with { Outcome = GateOutcome.Skipped, Text = "It, or one before it, is not written yet." });

    private static IEnumerable<GateFinding> Unmet(IEnumerable<PreconditionResult> preconditions) =>
        preconditions.Where(p => p is { Fault: not null, IsSkipped: false }).Select(p => GateFinding.Of(new Finding(MigrationErrorCode.PreconditionFailed, p.Migration, $"{p.Precondition.Description}: {p.Fault}")));

    private static string NameOf(MigrationIdentity migration) => SafeText.OneLine($"{migration.Id} {migration.Title}");

    private static string Pending(MigrationDescriptor migration) => $"Migration {migration.Identity} '{migration.Identity.Title}' is not applied yet. Run 'migrations migrate'.";

    private static string Differences(RehearsedStep step) => string.Create(
        CultureInfo.InvariantCulture,
        $"{step.DifferentDocuments:N0} of {step.Documents:N0} document(s) are not what they were after the rollback: {string.Join("; ", step.Differences.Take(3).Select(d => $"{d.Collection} {d.Id}: {d.Text}"))}. Correct the Down, or keep before images.");
}

// What the gate checks besides single migrations: each check by the codes that it finds. Pure.
internal static class GateChecks
{
    public const string Group = "checks";

    private static readonly (string Name, MigrationErrorCode[] Codes)[] Named =
    [
        ("Plugin and database have the same history", [MigrationErrorCode.MissingMigration, MigrationErrorCode.ChangedMigration, MigrationErrorCode.LateMigration, MigrationErrorCode.HeadMismatch, MigrationErrorCode.DivergedHistory, MigrationErrorCode.TreeOfAnotherPlugin]),
        ("No migration is half done", [MigrationErrorCode.UnfinishedMigration, MigrationErrorCode.InterruptedRun, MigrationErrorCode.ChangedUnfinished, MigrationErrorCode.DecisionRequired]),
        ("All migrations are written", [MigrationErrorCode.MigrationNotWritten]),
        ("Collections and members that migrations expect are there", [MigrationErrorCode.CollectionMissing, MigrationErrorCode.MemberUnseen]),
        (State, []),
    ];

    // Everything else is about what is stored.
    private const string State = "The stored state is complete and readable";

    public static IReadOnlyList<string> Names { get; } = [.. Named.Select(check => check.Name)];

    public static IEnumerable<GateCase> Of(IReadOnlyList<GateFinding> findings) => Names.Select(name => Of(name, [.. findings.Where(f => !f.IsWarning && NameOf(f.Code) == name)]));

    private static GateCase Of(string name, IReadOnlyList<GateFinding> faults) => faults.Count == 0
        ? new GateCase(Group, name, GateOutcome.Passed)
        : new GateCase(Group, name, GateOutcome.Failed) { Code = faults[0].Code, Text = string.Join('\n', faults.Select(f => f.Text)) };

    private static string NameOf(MigrationErrorCode code) => Named.FirstOrDefault(check => check.Codes.Contains(code)).Name ?? State;
}
