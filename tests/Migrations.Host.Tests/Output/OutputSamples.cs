using MongoDB.Bson;
using Migrations.Engine.Importing;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Environments;
using Migrations.Engine.Storage.Locking;
using Migrations.Engine.Undo;
using Migrations.Host.Fleets;
using Migrations.Host.GateReports;
using Migrations.Host.Linting;
using Migrations.Host.Ordering;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.Tests.Output;

// What each command may write: with everything in it, and with nothing.
internal static class OutputSamples
{
    private static readonly DateTime Moment = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private static readonly RevisionGraph Graph = Graphs.Branched(declaration: new MigrationTreeAttribute("data") { Description = "What is stored" });
    private static readonly MigrationDescriptor Migration = Graph.Tree("data").Revisions[0].Migration with
    {
        IsReversible = true,
        KeepsBeforeImages = true,
        DependsOn = ["other@20260101000001"],
        Options = [new MigrationOptionAttribute("mode") { Description = "How.", Values = ["a", "b"] }],
        Preconditions = [new NoDocumentsInAttribute("data")],
    };

    private static readonly WriteCounts Counts = new() { Inserted = 1, Matched = 2, Modified = 3, Deleted = 4 };
    private static readonly ReportedAction[] Actions = [.. Enum.GetValues<ActionKind>().Select(k => new ReportedAction { Description = "Changed 3.", Collection = "data", Kind = k }), new ReportedAction { Description = "Looked around." }];
    private static readonly Finding Warning = new(MigrationErrorCode.MemberUnseen, null, "Nowhere.") { IsWarning = true };
    private static readonly Finding Fault = new(MigrationErrorCode.ChangedMigration, Migration, "Changed.");
    private static readonly Plan Planned = Plan.Create(Graph, new DatabaseState([new HeadRecord { Tree = "data" }], []), new PlanRequest { To = "data/int@head" });
    private static readonly Plan Nothing = Plan.Create(Graph, new DatabaseState([new HeadRecord { Tree = "data", Revision = Graphs.Id(1) }], [Record(Graphs.Id(1))]), new PlanRequest { To = Graphs.Id(1) });
    private static readonly PlannedStep Step = Planned.Steps[0] with { Options = new Dictionary<string, string> { ["mode"] = "a" } };

    private static readonly StampPlan Stamped = new()
    {
        Event = "force",
        Heads = [new HeadRecord { Tree = "data", Revision = Graphs.Id(2), Line = "int", Version = "1.0.0" }, new HeadRecord { Tree = "other", IsUnknown = true }],
        Applied = [Migration],
        HalfDone = [new ForgottenMigration(Record(Graphs.Id(3)), "3 changed of 5 document(s)")],
        Forgotten = [Record(Graphs.Id(4))],
    };

    private static readonly PreconditionResult Unmet = new() { Migration = Migration, Precondition = Migration.Preconditions[0], IsChecked = true, Fault = "There are some." };

    private static readonly FailedDocument Left = new() { Collection = "data", Id = new BsonDocument("a", 1), Code = MigrationErrorCode.ChangedMigration, Path = "a.b", Reason = "Not a number." };

    private static readonly JournalEntry Entry = new() { Event = "upgrade", At = Moment, Tree = "data", Id = Graphs.Id(1), Title = "Step", Transaction = true, Duration = TimeSpan.FromSeconds(1), Modified = 1, Inserted = 2, Deleted = 3, Detail = "Said.", Actions = ["Changed 3."] };

    private static readonly StatusReport Reported = new()
    {
        Database = "shop",
        Findings = [Warning],
        LockHolder = new LockHolder { Owner = "me@here" },
        Trees =
        [
            new TreeStatus
            {
                Name = "data", Head = Graphs.Id(1), Component = new ComponentRecord("data", null, "1.0.0"),
                Migrations =
                [
                    new MigrationStatus { Id = Graphs.Id(1), Migration = Migration, Record = Record(Graphs.Id(1)) with { Progress = new RangeSummary { Documents = 1, Total = 2 } } },
                    new MigrationStatus { Id = Graphs.Id(2), IsPending = true, Migration = Graphs.Migration(2) },
                ],
            },
        ],
    };

    private static readonly IReadOnlyDictionary<string, Action<IReportWriter>[]> Samples = new Dictionary<string, Action<IReportWriter>[]>
    {
        [CommandTable.Init] = [w => w.Stamp(Stamped, "shop", isDryRun: true), w => w.Stamp(new StampPlan { Event = "initialise" }, "shop", isDryRun: false)],
        [CommandTable.Stamp] = [w => w.Stamp(Stamped, "shop", isDryRun: false)],
        [CommandTable.Import] = [w => w.Imported(new ImportPlan { Tool = "mongock", Log = "log", Imported = [new ImportedMigration(Migration, ["first"], Moment), new ImportedMigration(Migration, [], null)], Recorded = [Record(Graphs.Id(1))], Heads = [new HeadRecord { Tree = "data" }] }, "shop", isDryRun: true)],
        [CommandTable.Accept] = [w => w.Accepted(new Acceptance([(Migration, Record(Graphs.Id(1)))]) { Settled = [new SettledMigration(Record(Graphs.Id(2)), SettledAs.Applied, "c", new HeadRecord { Tree = "data" })], TakenOver = [new HeadRecord { Tree = "other", Plugin = "old" }] }), w => w.Accepted(new Acceptance([]))],
        [CommandTable.New] = [w => w.Created("/a/b.cs")],
        [CommandTable.AddTree] = [w => w.Created("/a/b.cs")],
        [CommandTable.AddRevision] = [w => w.Created("/a/b.cs")],
        [CommandTable.FixOrder] = [w => w.Reordered(new OrderChanges([new RenamedMigration("data", "1", "2", "a.cs", "b.cs")], [new ChangedParent("c.cs", "1", "2")], IsDryRun: true))],
        [CommandTable.Status] = [w => w.Status(Reported), .. Enum.GetValues<SchemaStatus>().Select(s => (Action<IReportWriter>)(w => w.Status(new StatusReport { Database = "shop", Status = s })))],
        [CommandTable.Trees] = [w => w.Trees([.. Graph.Trees], oneShots: false)],
        [CommandTable.History] =
        [
            w => w.History(HistoryReport.Create(Graph, null, oneShots: false)),
            w => w.History(new HistoryReport([new HistoryTree("data", [new HistoryStep(Migration, null, Graph.Tree("data").Revisions[0]) { Status = Reported.Trees[0].Migrations[0], Entry = Entry }], Graphs.Id(1))], IsDetailed: true)),
            w => w.History(HistoryReport.Create(Graph, null, oneShots: true, Reported, [Entry])),
        ],
        [CommandTable.Graph] = [w => w.Picture("svg", "<svg/>"), w => w.Picture("mermaid", "graph"), w => w.Created("/a.svg"), w => w.Updated("/a.svg")],
        [CommandTable.Plan] =
        [
            w => w.Plan(new PlanPreview { Plan = Planned, Stamp = Stamped, Preconditions = [Unmet, Unmet with { IsChecked = false, Fault = null }], Findings = [Warning, Fault], Forecasts = [new StepForecast { Step = Planned.Steps[0], Collection = "data", Documents = 5, Matching = 3, Bytes = 100, ImageBytes = 60 }], Estimates = [new StepEstimate(Planned.Steps[0]) { Duration = TimeSpan.FromSeconds(3), Sample = 100 }] }, "shop"),
            w => w.Plan(new PlanPreview { Plan = Planned, Estimates = [new StepEstimate(Planned.Steps[0]) { Reason = "It is free-form." }] }, "shop"),
            w => w.Plan(new PlanPreview { Plan = Nothing }, "shop"),
            w => w.DryRun(TriedRun(), "shop"),
        ],
        [CommandTable.Migrate] = [w => w.Run(new RunResult { Plan = Planned, Steps = [new StepResult { Step = Step, Counts = Counts, Actions = Actions, Duration = TimeSpan.FromSeconds(1) }] }, "shop"), w => w.Run(new RunResult { Plan = Nothing }, "shop"), w => w.DryRun(TriedRun(), "shop")],
        [CommandTable.Rollback] = [w => w.Run(new RunResult { Plan = Nothing, Steps = [new StepResult { Step = Step.Turned(), Counts = Counts }] }, "shop"), w => w.DryRun(new DryRunReport { Plan = Nothing }, "shop")],
        [CommandTable.Rehearse] = [w => w.Rehearsal(new RehearsalReport { Plan = Planned, Steps = [.. Enum.GetValues<RehearsalOutcome>().Select(Rehearsed)] }, "shop")],
        [CommandTable.Verify] = [w => w.Verify(VerifyReport.Create(Graph, new DatabaseState([new HeadRecord { Tree = "data" }, new HeadRecord { Tree = "gone", Revision = "1" }], [Record(Graphs.Id(1)) with { Checksum = "other" }]), null), "shop")],
        [CommandTable.Lint] = [w => w.Linted(new LintReport([Warning, Fault], "Nothing was compared.", "/a/migrations.lock.json", IsNew: true), Graph), w => w.Linted(new LintReport([], null, null, IsNew: false), Graph)],
        [CommandTable.Prune] = [w => w.Pruned([new PrunedImages { Tree = "data", Id = Graphs.Id(1), Documents = 1, Bytes = 2 }], "shop")],
        [CommandTable.Journal] = [w => w.Journal([Entry, .. EventNames().Select(e => new JournalEntry { Event = e })])],
        [CommandTable.Environment] = [w => w.Environment(Compared(Environment, Environment with { Server = "7.0.1", Compatibility = null, Packages = null }), isCheck: true), w => w.Environment(Compared(Environment), isCheck: false)],
        [CommandTable.Unlock] = [w => w.Unlocked(new LockBreak(new LockHolder { Owner = "me@here" }, HasAnswered: true)), w => w.Unlocked(null)],
        [CommandTable.Bundle] = [w => w.Created("/a/bundle")],
        [CommandTable.LocalServerStart] = [w => w.Started("running", "mongodb://127.0.0.1")],
        [CommandTable.LocalServerStop] = [w => w.Server("stopped", null)],
        [CommandTable.LocalServerStatus] = [w => w.Server("running", "mongodb://127.0.0.1"), w => w.Server("stopped", null)],
        [CommandTable.LocalServerRun] = [w => w.Started("running", "mongodb://127.0.0.1")],
    };

    public static IReadOnlyList<Action<IReportWriter>> Of(string command) => Samples.GetValueOrDefault(command) ?? [];

    public static readonly IReadOnlyList<MigrationException> Failures = [Located(), new MigrationException(MigrationErrorCode.LockHeld, "Held."), new DocumentsFailedException(MigrationErrorCode.ChangedMigration, "Two are left.", 2) { Documents = [Left, Left with { Id = ObjectId.Empty, Path = null }] }];

    // Of a command on several databases.
    public static readonly FleetReport Databases = new(
        CommandTable.Status,
        [
            new TargetOutcome("a", "h:1", TargetState.Done) { ExitCode = ExitCode.Done, Text = "Current.", Report = """{ "state": "stopped", "connectionString": null }""", Trees = [new GateTree("items", "1", 0, GateTreeState.Current)] },
            new TargetOutcome("b", "h:1", TargetState.Failed) { ExitCode = ExitCode.Failed, Code = MigrationErrorCode.WriteFailed, Text = "Failed." },
            new TargetOutcome("c", "h:1", TargetState.NotReached) { Text = "one failed" },
        ],
        TimeSpan.FromSeconds(2));

    // Everything that a run may tell while it runs.
    public static void TellAll(ProgressWriter writer, HostConsole console)
    {
        writer.StepStarted(Step, 1, 2, usesTransaction: true);
        writer.StepProgressed(Step, new StepProgress { Documents = 1, Total = 3, Elapsed = TimeSpan.FromSeconds(7) });
        writer.StepPaused(Step, new StepPause { Cause = PauseCause.ReplicationLag, Text = "Behind.", ReplicationLag = TimeSpan.FromSeconds(9.4) });
        writer.StepContinued(Step, new StepPause { Cause = PauseCause.Overload, Text = "Going on." });
        foreach (var action in Actions)
        {
            writer.ActionReported(Step, action);
        }

        writer.StepFinished(Step, new StepResult { Step = Step, Duration = TimeSpan.FromSeconds(1) });
        writer.Warned(Warning);
        writer.Warned(Fault);
        writer.Noted("A remark.");
        writer.Stopping();
        console.Note("Another.");
        console.Unwritten(new IOException("Full."), "{ \"a\": 1 }", ExitCode.Done);
        console.Unwritten(new IOException("Full."), "help", ExitCode.Failed);
    }

    private static AppliedMigration Record(string id) => new() { Tree = "data", Id = id, Checksum = "c", Status = AppliedStatus.Done, Started = Moment, Finished = Moment };

    private static DryRunReport TriedRun() => new() { Plan = Planned, Stamp = Stamped, Preconditions = [Unmet], Findings = [Warning], Steps = [new DryRunStep { Step = Step, Counts = Counts, Actions = Actions, Documents = 3, Total = 5 }] };

    private static RehearsedStep Rehearsed(RehearsalOutcome outcome) => new()
    {
        Step = Step,
        Outcome = outcome,
        Reason = outcome == RehearsalOutcome.NotCompared ? "Too many." : "",
        Documents = 2,
        DifferentDocuments = 1,
        Differences = [new RehearsalDifference { Collection = "data", Id = 1, Text = "Gone." }, new RehearsalDifference { Collection = "data", Id = "a", Path = "x", Before = "1", After = "2", Text = "Changed." }],
    };

    private static MigrationException Located()
    {
        var failure = new MigrationException(MigrationErrorCode.WriteFailed, "No.");
        failure.Locate(Migration.Identity, "data/1.cs", 7);
        return failure;
    }

    private static RunEnvironment Environment => new()
    {
        Plugin = "shop",
        Runtime = ".NET 10.0.1",
        System = "Linux",
        Architecture = "x64",
        Driver = "3.14.0",
        Server = "8.0.4",
        Compatibility = "8.0",
        Topology = "replicaSet",
        Packages = new Dictionary<string, string> { ["NodaTime"] = "3.1.0" },
    };

    // Two runs with the same and then with the other.
    private static EnvironmentReport Compared(RunEnvironment current, params RunEnvironment[] earlier) =>
        EnvironmentReport.Create("shop", current, earlier.Append(current).DistinctBy(e => e.Hash).ToDictionary(e => e.Hash), earlier.SelectMany(e => new[] { current, e }).Select((e, i) => new EnvironmentUse($"r{i}", Moment.AddHours(i), e.Hash)));

    private static IEnumerable<string> EventNames() => typeof(JournalEvent).GetFields().Select(f => (string)f.GetRawConstantValue()!);
}
