using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Enlisting;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Steps;

// The context of one step.
internal sealed class StepScope(PlannedStep step, Lease lease, string database, ChannelInfo server, IReadOnlyList<IChannelSession> sessions, IRunObserver observer, TimeProvider time)
{
    private readonly List<ReportedAction> _actions = [];
    private readonly long _started = time.GetTimestamp();

    public PlannedStep Step => step;

    public Lease Lease => lease;

    public LockedMigration Held { get; } = new(step.Migration, lease);

    public string Database => database;

    public ChannelInfo Server => server;

    // One for each worker; none when the step runs without transactions.
    public IReadOnlyList<IChannelSession> Sessions => sessions;

    public bool UsesTransaction => sessions.Count > 0;

    public IRunObserver Observer => observer;

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    // Whether to skip preconditions, and documents that were changed since.
    public bool IsForced { get; init; }

    // Whether every batch, also those of earlier runs, kept images.
    public bool KeepsImages { get; set; }

    // The number of the next range: later passes continue the numbering, and so do the images of their batches.
    public int NextRange { get; set; }

    public WriteCounts Counts { get; set; } = new();

    // How many documents are listed as failed.
    public long FailedDocuments { get; set; }

    // Changes of collections that were carried out and cannot be undone if the step fails.
    public List<string> Losses { get; } = [];

    // What a free-form body has written without a transaction, as far as it is recorded, in this run and earlier ones.
    public IReadOnlyList<CollectionWrites> Written { get; set; } = [];

    public IReadOnlyList<ReportedAction> Actions => _actions;

    // In the other direction: for what an interrupted run had announced.
    public StepScope Turned() => new(
        step.Turned(),
        lease,
        database,
        server,
        sessions,
        observer,
        time)
    {
        KeepsImages = KeepsImages,
    };

    public MigrationContext CreateContext(AuthorVisit visit) =>
        new(visit.Database, step.Migration.Identity, step.Direction, _actions.Add, step.Options, visit.Session);

    public void Report(ReportedAction action) => _actions.Add(action);

    // A body that is retried after a transient error reports again.
    public void ForgetActions() => _actions.Clear();

    public MigrationBody CreateBody() => StepBodies.Of(step);
}
