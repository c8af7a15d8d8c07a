using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Enlisting;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Steps;

// What everybody who works on one step needs to know.
internal sealed class StepScope(PlannedStep step, Lease lease, string database, ChannelInfo server, IReadOnlyList<IChannelSession> sessions, IRunObserver observer, TimeProvider time)
{
    private readonly List<ReportedAction> _actions = [];
    private readonly long _started = time.GetTimestamp();

    public PlannedStep Step => step;

    public Lease Lease => lease;

    public HeldMigration Held { get; } = new(step.Migration, lease);

    public string Database => database;

    public ChannelInfo Server => server;

    // One for each worker; none when the step runs without transactions.
    public IReadOnlyList<IChannelSession> Sessions => sessions;

    public bool UsesTransaction => sessions.Count > 0;

    public IRunObserver Observer => observer;

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    // Whether preconditions, and documents changed since, are passed over.
    public bool IsForced { get; init; }

    // Whether every batch of it, also of runs before this one, kept what it changed.
    public bool KeepsImages { get; set; }

    // The number of the next range: those of a later pass are numbered on, and so are the images that their batches keep.
    public int NextRange { get; set; }

    public WriteCounts Counts { get; set; } = new();

    // How many documents are listed as failed.
    public long FailedDocuments { get; set; }

    // Changes of collections that are carried out and cannot be taken back when the step fails.
    public List<string> Losses { get; } = [];

    // What a free-form body has written without a transaction, as far as is recorded, this run's and those before it.
    public IReadOnlyList<CollectionWrites> Written { get; set; } = [];

    public IReadOnlyList<ReportedAction> Actions => _actions;

    // The other way: for what an interrupted run of that way had announced.
    public StepScope Turned() => new(
        step with { Direction = step.Direction == MigrationDirection.Up ? MigrationDirection.Down : MigrationDirection.Up, HeadBefore = step.HeadAfter, HeadAfter = step.HeadBefore },
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

    // A body that is run again after a transient error reports again.
    public void ForgetActions() => _actions.Clear();

    public MigrationBody CreateBody() => StepBodies.Of(step);
}
