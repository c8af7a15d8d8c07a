using System.Globalization;
using System.Text.Json.Nodes;
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
using Spectre.Console;

namespace Migrations.Host.Output;

// The name stands before every fault, if the database is one of several.
internal sealed class TextReportWriter(IAnsiConsole console, TextWriter errors, Colours colours, string? projectDirectory, string? name = null) : IReportWriter
{
    public void Status(StatusReport report)
    {
        Lines(StatusText.Heading(report));
        StatusText.Table(report).WriteTo(console);
        Lines(StatusText.Places(report));
        Findings(report.Findings);
        Line(report.Message);
    }

    public void Plan(PlanPreview preview, string database)
    {
        var plan = preview.Plan;
        if (preview.Stamp is { } stamp)
        {
            Stamp(stamp, database, isDryRun: true);
        }

        if (plan.Steps.Count + plan.Held.Count == 0)
        {
            Line($"Nothing to do: {database} is where it should be.");
            return;
        }

        Line(ForecastText.Server(preview));
        PlanTable.Of(plan).WriteTo(console);
        Lines(Destruction.Lines(plan));
        Lines(preview.Forecasts.Select(ForecastText.Of));
        Lines(preview.Estimates.Select(ForecastText.Of));
        Findings(preview.Findings.Concat(plan.NotWritten).For(Purpose.Plan));
        Preconditions(preview);
        Line($"{plan.Steps.Count} migration(s) would be {(plan.Request.Direction == MigrationDirection.Up ? "applied to" : "rolled back on")} {database}{(plan.Held.Count == 0 ? "" : $", {plan.Held.Count} would not")}. Nothing was changed.");
    }

    public void Stamp(StampPlan plan, string database, bool isDryRun)
    {
        if (plan.IsNothing)
        {
            Line($"Nothing to do: {database} is already initialised.");
            return;
        }

        Line(isDryRun ? $"Would be stored in {database}:" : $"Stored in {database} ({plan.Event}):");
        foreach (var head in plan.Heads)
        {
            Line($"  {head.Tree}: {(head.IsUnknown ? "not said" : head.Revision ?? "base")}{(head.Line is null ? "" : $" ({head.Line})")}{(head.Version is null ? "" : $" {head.Version}")}");
        }

        foreach (var half in plan.HalfDone)
        {
            Line($"  Half done, which {(isDryRun ? "would be" : "is")} forgotten: {half.Record.Tree}@{half.Record.Id} '{half.Record.Title}': {half.Done}. Its data stay as they are.");
        }

        Line($"  {plan.Applied.Count} migration(s) count as applied{(plan.Forgotten.Count == 0 ? "" : $", {plan.Forgotten.Count} record(s) no longer do")}.{(isDryRun ? " Nothing was stored." : "")}");
    }

    public void Run(RunResult result, string database)
    {
        Findings(result.Plan.NotWritten);
        if (result.Steps.Count == 0)
        {
            Line(result.Plan.Held.Count == 0 ? $"Nothing to do: {database} is where it should be." : $"Nothing was done on {database}.");
            return;
        }

        var table = new TextTable(TextColumn.Lead("Tree"), TextColumn.Lead("Migration"), TextColumn.Sentence("Title"), TextColumn.Sentence("Documents"), TextColumn.Name("Transaction"), TextColumn.Name("Time"));
        foreach (var step in result.Steps)
        {
            var migration = step.Step.Migration;
            table.Add(migration.Tree, migration.Id, migration.Identity.Title, CountText.Of(step.Counts), step.UsedTransaction ? "yes" : "no", $"{step.Duration.TotalSeconds:0.00} s");
        }

        table.WriteTo(console);
        Line($"{result.Steps.Count} migration(s) {(result.Plan.Request.Direction == MigrationDirection.Up ? "applied to" : "rolled back on")} {database} in {result.Duration.TotalSeconds:0.0} s.");
    }

    public void DryRun(DryRunReport report, string database)
    {
        if (report.Stamp is { } stamp)
        {
            Stamp(stamp, database, isDryRun: true);
        }

        Findings(report.Findings.Concat(report.Plan.NotWritten));
        foreach (var line in DryRunText.Lines(report, database))
        {
            Line(line);
        }
    }

    public void Rehearsal(RehearsalReport report, string database)
    {
        foreach (var step in report.Steps.Where(s => s.Outcome == RehearsalOutcome.Different))
        {
            Fault(Place(step.Step.Migration), false, MigrationErrorCode.RehearsalFailed, RehearsalText.Of(step));
        }

        Findings(report.Plan.NotWritten);
        Lines(RehearsalText.Lines(report, database));
    }

    public void Verify(VerifyReport report, string database)
    {
        Findings([.. report.Findings, .. report.Warnings]);
        foreach (var pending in report.Pending)
        {
            Fault(Place(pending), true, MigrationErrorCode.PendingMigrations, $"Migration {pending.Identity} '{pending.Identity.Title}' is pending on {database}.");
        }

        Line($"{database}: {report.VerifiedCount} migration(s) verified, {report.Pending.Count} pending, {report.Findings.Count} fault(s).");
    }

    public void Linted(LintReport report, RevisionGraph graph)
    {
        Findings(report.Findings);
        if (report.Written is { } path)
        {
            (report.IsNew ? (Action<string>)Created : Updated)(path);
        }

        Lines(report.Note is { } note ? [note] : []);
        Line($"{graph.Trees.Sum(t => t.Migrations.Count())} migration(s) checked, {report.Findings.Count(f => !f.IsWarning)} fault(s), {report.Findings.Count(f => f.IsWarning)} warning(s).");
    }

    public void Journal(IReadOnlyList<JournalEntry> entries)
    {
        var table = new TextTable(TextColumn.Lead("When (UTC)"), TextColumn.Lead("What"), TextColumn.Lead("Migration"), TextColumn.Name("By"), TextColumn.Sentence("Details"));
        foreach (var entry in entries)
        {
            var details = string.Join("; ", new[] { entry.Title, DurationText(entry), entry.Detail, string.Join("; ", entry.Actions) }.Where(t => !string.IsNullOrEmpty(t)));
            table.Add(entry.At.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), entry.Event, Subject(entry), $"{entry.Who}@{entry.Host}", details);
        }

        table.WriteTo(console);
    }

    public void Environment(EnvironmentReport report, bool isCheck)
    {
        Lines(EnvironmentText.Lines(report, isCheck));
        Findings(isCheck ? report.Findings : []);
    }

    public void Trees(IReadOnlyList<RevisionTree> trees, bool oneShots) => Lines(GraphText.Trees(trees, oneShots).DefaultIfEmpty(oneShots ? "The plugin has no one-shots." : "The plugin has no trees."));

    public void History(HistoryReport report) => Lines(GraphText.History(report, m => SourceLocation.At(m, projectDirectory)).DefaultIfEmpty("There is nothing to show."));

    public void Picture(string format, string picture) => Lines([picture]);

    public void Script(string script) => console.Profile.Out.Writer.Write(script);

    public void Pruned(IReadOnlyList<PrunedImages> pruned, string database)
    {
        foreach (var images in pruned)
        {
            Line($"  {images.Tree}@{images.Id}: {Number(images.Documents)} document(s), {Number(images.Bytes)} bytes");
        }

        Line(pruned.Count == 0
            ? $"Nothing to prune: {database} has no such images."
            : $"The images of {pruned.Count} migration(s) on {database} were deleted: {Number(pruned.Sum(p => p.Documents))} document(s), {Number(pruned.Sum(p => p.Bytes))} bytes. Without a Down they are irreversible now.");
    }

    public void Imported(ImportPlan plan, string database, bool isDryRun)
    {
        foreach (var imported in plan.Imported)
        {
            Line($"  {imported.Migration.Identity} '{imported.Migration.Identity.Title}' is {(imported.Names.Count == 0 ? "before a barrier that is there" : string.Join(", ", imported.Names.Select(n => $"'{n}'")))}");
        }

        Lines(plan.Recorded.Where(r => !r.IsApplied).Select(r => $"  {r.Tree}@{r.Id} '{r.Title}' is in the log, but {database} records that it is not applied; that is newer, and stays."));
        Line(plan.IsNothing
            ? $"Nothing to do: all that the log '{plan.Log}' of {plan.Tool} has applied is recorded in {database}."
            : $"{plan.Imported.Count} migration(s) of the log '{plan.Log}' of {plan.Tool} {(isDryRun ? "would count" : "count")} as applied to {database}, {plan.Recorded.Count} had a record. {string.Join(", ", plan.Heads.Select(h => $"{h.Tree} at {h.Revision ?? "base"}"))}.{(isDryRun ? " Nothing was stored." : "")}");
    }

    public void Accepted(Acceptance acceptance)
    {
        foreach (var (migration, _) in acceptance.Changes)
        {
            Line($"Accepted: {migration.Identity} '{migration.Identity.Title}' ({migration.File}) counts as unchanged from now on.");
        }

        foreach (var settled in acceptance.Settled)
        {
            Line($"Accepted: {settled.Record.Tree}@{settled.Record.Id} '{settled.Record.Title}' counts as {(settled.As == SettledAs.Applied ? "applied" : "not applied")}; the tree stands at {settled.Head.Revision ?? "base"}.");
        }

        foreach (var head in acceptance.TakenOver)
        {
            Line($"Taken over: the tree '{head.Tree}' from the plugin '{head.Plugin}'.");
        }

        if (acceptance.Changes.Count + acceptance.Settled.Count + acceptance.TakenOver.Count == 0)
        {
            Line("Nothing to accept: none of these was changed since it ran.");
        }
    }

    public void Unlocked(LockBreak? broken) => Line(broken switch
    {
        null => "Nobody holds the lock.",
        { IsRepaired: true } => "The lock's document could not be read and was recreated. Nobody holds the lock now.",
        { HasAnswered: true } => $"The lock of {broken.Holder.Owner} was broken. Its run confirmed that it stopped.",
        _ => $"The lock of {broken.Holder.Owner} was broken. Its run has not answered: its transactions are refused from now on, and without transactions it starts nothing new; a command that it had already sent may still be carried out.",
    });

    public void Created(string path) => console.Profile.Out.Writer.WriteLine(Shared.HostContract.CreatedPrefix + path);

    public void Updated(string path) => console.Profile.Out.Writer.WriteLine(Shared.HostContract.UpdatedPrefix + path);

    public void Reordered(OrderChanges changes)
    {
        Lines(changes.Lines());
        foreach (var path in changes.Updated)
        {
            Updated(path);
        }
    }

    public void Server(string state, string? connectionString) => Lines([connectionString is null ? state : $"{state}: {connectionString}"]);

    // Nothing else, so that a shell can use it.
    public void Started(string state, string connectionString) => Lines([connectionString]);

    public void Failed(MigrationException failure, int exitCode) => Fault(SourceLocation.Of(failure, projectDirectory), false, failure.Code, failure.Message);

    public void Databases(TextTable table, IEnumerable<string> lines, Func<JsonObject> json)
    {
        table.WriteTo(console);
        Lines(lines);
    }

    public string Unwritten(MigrationException failure, string report, int exitCode) => $"{FaultLine.Of("", false, failure.Code, failure.Message, colours)}\n{report.TrimEnd()}";

    public string Warning(Finding finding) => FaultLine.Of(Place(finding.Migration), finding.IsWarning, finding.Code, Named(finding.Text), colours);

    public string Place(MigrationDescriptor? migration) => SourceLocation.Of(migration, projectDirectory);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private void Findings(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            Fault(Place(finding.Migration), finding.IsWarning, finding.Code, finding.Text);
        }
    }

    private void Preconditions(PlanPreview preview)
    {
        foreach (var result in preview.Preconditions)
        {
            var state = result.Fault is { } fault ? $"{(result.IsSkipped ? "skipped" : "NOT MET")}: {fault}" : result.IsChecked ? "met" : "checked before the migration";
            Line($"  {result.Migration.Identity}: {result.Precondition.Description}: {state}");
        }
    }

    // A tree, one of its migrations, or the database.
    private static string Subject(JournalEntry entry) => entry.Id is null ? entry.Tree ?? "" : $"{entry.Tree}@{entry.Id}";

    private static string DurationText(JournalEntry entry) => entry.Duration is { } duration ? string.Create(CultureInfo.InvariantCulture, $"{(CountText.Of(entry) is var counts && counts != "none" ? counts : "no documents")} in {duration.TotalSeconds:0.00} s") : "";

    // Unwrapped: the console would break long lines.
    private void Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            console.Profile.Out.Writer.WriteLine(SafeText.Log(line));
        }
    }

    private void Fault(string place, bool isWarning, MigrationErrorCode code, string text) => errors.WriteLine(FaultLine.Of(place, isWarning, code, Named(text), colours));

    private string Named(string text) => name is null ? text : $"{name}: {text}";

    private void Line(string text) => console.WriteLine(SafeText.Log(text));
}
