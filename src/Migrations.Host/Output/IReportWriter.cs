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

namespace Migrations.Host.Output;

// The output of the commands: one implementation writes text, one JSON.
internal interface IReportWriter
{
    void Status(StatusReport report);

    void Plan(PlanPreview preview, string database);

    void Stamp(StampPlan plan, string database, bool isDryRun);

    void Run(RunResult result, string database);

    void DryRun(DryRunReport report, string database);

    void Rehearsal(RehearsalReport report, string database);

    void Verify(VerifyReport report, string database);

    void Linted(LintReport report, RevisionGraph graph);

    void Journal(IReadOnlyList<JournalEntry> entries);

    void Trees(IReadOnlyList<RevisionTree> trees, bool oneShots);

    void History(HistoryReport report);

    void Picture(string format, string picture);

    // For a shell to run.
    void Script(string script);

    // Whether it is a check: then what differs is a fault or a warning.
    void Environment(EnvironmentReport report, bool isCheck);

    void Pruned(IReadOnlyList<PrunedImages> pruned, string database);

    void Accepted(Acceptance acceptance);

    void Imported(ImportPlan plan, string database, bool isDryRun);

    void Unlocked(LockBreak? broken);

    void Created(string path);

    void Updated(string path);

    void Reordered(OrderChanges changes);

    void Server(string state, string? connectionString);

    void Started(string state, string connectionString);

    void Failed(MigrationException failure, int exitCode);

    // The rows of a command on several databases, with lines below them; in JSON, the whole of it.
    void Databases(TextTable table, IEnumerable<string> lines, Func<JsonObject> json);

    // The report that could not be written to standard output, for standard error.
    string Unwritten(MigrationException failure, string report, int exitCode);

    // What does not fit, in one line for the log of a run.
    string Warning(Finding finding);

    // Where a migration is in the source, for messages that an editor can follow.
    string Place(MigrationDescriptor? migration);
}
