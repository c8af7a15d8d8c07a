using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;

namespace Migrations.Engine.Steps;

// Records the beginning and the end of a step in the database.
internal sealed class StepRecord(ICommandChannel channel, StateWriter writer, Journal journal, RunOrigin identity, TimeProvider time)
{
    public string Run => identity.Run;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task BeginAsync(StepScope scope, AppliedMigration? asRead, CancellationToken cancellationToken)
    {
        var migration = scope.Step.Migration;
        var begun = new AppliedMigration
        {
            Tree = migration.Tree,
            Id = migration.Id,
            Title = migration.Identity.Title,
            Version = migration.Identity.Version,
            Parent = scope.Step.HeadBefore?.Id ?? "base",
            Checksum = migration.Checksum,
            DownChecksum = scope.Step.Direction == MigrationDirection.Down ? migration.WayBackChecksum : null,
            Direction = scope.Step.Direction,
            Transaction = scope.UsesTransaction,
            Token = scope.Lease.Token,
            Started = Now,
            Sessions = [.. scope.Sessions.Select(s => s.Id)],
            WayBack = WayBackOf(scope.Step),
        };
        await ClaimAsync(scope, asRead, AppliedCodec.Begun(begun, identity, scope.Step.IsResumed), cancellationToken).ConfigureAwait(false);
        if (scope.Step.IsResumed)
        {
            await journal.AppendAsync(Entry(scope, JournalEvent.Resume, null) with { Modified = asRead?.Progress?.Modified ?? 0, Inserted = asRead?.Progress?.Inserted ?? 0, Deleted = asRead?.Progress?.Deleted ?? 0 }, null, cancellationToken).ConfigureAwait(false);
        }

        if (scope.Step.AcceptedHalfDone is { } half)
        {
            await journal.AppendAsync(Entry(scope, JournalEvent.Accept, $"{(scope.Step.Direction == MigrationDirection.Down ? "Its way back" : "Its body")} was run again from the start on half-done data: {half}."), null, cancellationToken).ConfigureAwait(false);
        }

        if (scope.Step.AcceptedChecksum is { } began)
        {
            await journal.AppendAsync(Entry(scope, JournalEvent.Accept, $"It continues with changed code: checksum {(scope.Step.Direction == MigrationDirection.Down ? migration.WayBackChecksum : migration.Checksum)}, and {began} when it began."), null, cancellationToken).ConfigureAwait(false);
        }
    }

    // With a session all of this is part of the body's transaction: data, record, head and journal, or none of them.
    public async Task FinishAsync(StepScope scope, IChannelSession? session, CancellationToken cancellationToken)
    {
        var step = scope.Step;
        var upward = step.Direction == MigrationDirection.Up;
        var fields = AppliedCodec.Finished(upward ? AppliedStatus.Done : AppliedStatus.RolledBack, Now, scope.Counts, hasImages: upward && scope.KeepsImages);
        fields.AddRange(scope.Losses.Count > 0 ? AppliedCodec.NothingLost : []);
        await UpdateOwnRecordAsync(scope, fields, session, cancellationToken).ConfigureAwait(false);
        var head = HeadAfter(step);
        await writer.PutHeadAsync(head, session, cancellationToken).ConfigureAwait(false);
        await writer.FollowHeadAsync(head, session, cancellationToken).ConfigureAwait(false);
        await journal.AppendAsync(Entry(scope, upward ? JournalEvent.Upgrade : JournalEvent.Rollback, step.Migration.StoredBody is null ? null : "The plugin does not have it; its way back was stored when it was applied."), session, cancellationToken).ConfigureAwait(false);
    }

    // What is known about the record without reading it again: a run may roll a migration back and then apply it again.
    public AppliedMigration AsLeft(PlannedStep step, Lease lease) => new()
    {
        Tree = step.Migration.Tree,
        Id = step.Migration.Id,
        Status = step.Direction == MigrationDirection.Up ? AppliedStatus.Done : AppliedStatus.RolledBack,
        Direction = step.Direction,
        Token = lease.Token,
        Run = Run,
    };

    // Skipped preconditions are recorded, whatever happens to the run.
    public async Task ForceAsync(StepScope scope, IEnumerable<PreconditionResult> skipped, CancellationToken cancellationToken)
    {
        foreach (var result in skipped)
        {
            await journal.AppendAsync(Entry(scope, JournalEvent.Force, $"Passed over: {result.Precondition.Description}: {result.Fault}"), null, cancellationToken).ConfigureAwait(false);
        }
    }

    // Before the first command that writes without a transaction is sent, and now and then after it: after a crash, the record says where it wrote.
    public Task MarkWrittenAsync(StepScope scope, IEnumerable<CollectionWrites> written, CancellationToken cancellationToken) =>
        UpdateOwnRecordAsync(scope, AppliedCodec.Written(written), null, cancellationToken);

    public Task MarkLostAsync(StepScope scope, CancellationToken cancellationToken) =>
        UpdateOwnRecordAsync(scope, AppliedCodec.Lost(scope.Losses), null, cancellationToken);

    public Task CheckpointAsync(StepScope scope, RecordedCheckpoint checkpoint, IChannelSession? session, CancellationToken cancellationToken) =>
        UpdateOwnRecordAsync(scope, AppliedCodec.Reached(checkpoint), session, cancellationToken);

    // From here on the images say how far the way back is.
    public Task BeginUndoAsync(StepScope scope, RecordedCheckpoint checkpoint, CancellationToken cancellationToken) =>
        UpdateOwnRecordAsync(scope, AppliedCodec.Reached(checkpoint).AddRange(AppliedCodec.WithImages(true)), null, cancellationToken);

    // A rollback that is refused before it changed anything: the migration can still be finished.
    public Task StayUpwardAsync(StepScope scope, CancellationToken cancellationToken) =>
        UpdateOwnRecordAsync(scope, AppliedCodec.Turned(MigrationDirection.Up), null, cancellationToken);

    // Deletes checkpoints and failed documents, when there is nothing left to continue.
    public Task ForgetRangesAsync(StepScope scope, IChannelSession? session, CancellationToken cancellationToken) =>
        writer.ForgetRangesAsync(scope.Step.Migration.Tree, scope.Step.Migration.Id, session, cancellationToken);

    public async Task<RecordedCheckpoint> ReadCheckpointAsync(StepScope scope, IChannelSession? session, CancellationToken cancellationToken) =>
        await writer.ReadCheckpointAsync(scope.Step.Migration.Tree, scope.Step.Migration.Id, scope.Lease.Token, session, cancellationToken).ConfigureAwait(false) ?? throw scope.Lease.LostError();

    public async Task FailAsync(StepScope scope, string error, CancellationToken cancellationToken)
    {
        var migration = scope.Step.Migration;
        var fields = AppliedCodec.Failed(error, Now, scope.Counts, scope.FailedDocuments, scope.Written);
        if (await writer.FailRecordAsync(migration.Tree, migration.Id, scope.Lease.Token, fields, cancellationToken).ConfigureAwait(false))
        {
            await journal.AppendAsync(Entry(scope, JournalEvent.Fail, error), null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ClaimAsync(StepScope scope, AppliedMigration? asRead, BsonDocument fields, CancellationToken cancellationToken)
    {
        await (asRead is null ? writer.CreateRecordsAsync(cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
        await LockedWrite.RunAsync(channel, scope.Server, scope.Lease, (session, token) => ClaimAsync(scope, asRead, fields, session, token), cancellationToken).ConfigureAwait(false);
    }

    private async Task ClaimAsync(StepScope scope, AppliedMigration? asRead, BsonDocument fields, IChannelSession? session, CancellationToken cancellationToken)
    {
        var migration = scope.Step.Migration;
        if (!await writer.ClaimAsync(migration.Tree, migration.Id, asRead, fields, session, cancellationToken).ConfigureAwait(false))
        {
            throw new MigrationException(
                MigrationErrorCode.PlanChanged,
                $"Another run changed the record of migration {migration.Identity} after this run had read it, so the plan is out of date. This migration was not started. Run 'migrations status', then run the command again.");
        }
    }

    private async Task UpdateOwnRecordAsync(StepScope scope, BsonDocument fields, IChannelSession? session, CancellationToken cancellationToken)
    {
        var migration = scope.Step.Migration;
        if (!await writer.UpdateRecordAsync(migration.Tree, migration.Id, scope.Lease.Token, fields, session, cancellationToken).ConfigureAwait(false))
        {
            throw scope.Lease.LostError();
        }
    }

    private HeadRecord HeadAfter(PlannedStep step) => new HeadRecord
    {
        Tree = step.Migration.Tree,
        Revision = step.HeadAfter?.Id,
        Line = step.HeadAfter?.Line,
        Version = step.HeadAfter?.Version,
    }.By(identity);

    // Null where the migration does not lead to a revision of its own: a one-shot, or a late one.
    private static StoredWayBack? WayBackOf(PlannedStep step) => step.Direction == MigrationDirection.Up && step.HeadAfter?.Migration == step.Migration && WayBackReader.Of(step) is { } way
        ? new StoredWayBack(step.HeadBefore?.Id ?? RevisionName.Base, step.Migration.Line, step.Migration.DependsOn, step.Migration.WayBackChecksum, way)
        : null;

    private JournalEntry Entry(StepScope scope, string what, string? detail) => journal.NewEntry(what, scope.Server) with
    {
        Tree = scope.Step.Migration.Tree,
        Id = scope.Step.Migration.Id,
        Title = scope.Step.Migration.Identity.Title,
        Transaction = scope.UsesTransaction,
        Duration = scope.Elapsed,
        Modified = scope.Counts.Modified,
        Inserted = scope.Counts.Inserted,
        Deleted = scope.Counts.Deleted,
        Detail = detail,
        Actions = [.. scope.Actions.Select(a => a.Collection is null ? a.Description : $"[{a.Collection}] {a.Description}")],
    };
}
