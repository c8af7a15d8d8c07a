using MongoDB.Bson;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Kinds.Emit;

// Without transactions: the batch is announced, what its documents become is inserted, that is noted, then the documents that are moved are deleted, and then it is marked as done. In this order a crash loses
// nothing, and the next run knows what may already be inserted: it is kept if it would be the same again, and deleted if not.
internal sealed class AnnouncedEmits(RangeStore ranges, PassSource pass, EmitWork work, EmitRemoval removal, PageReader presence, BatchPace pace) : IDocumentProtocol
{
    private const int MaxAttempts = 10;

    public async Task<RangeCheckpoint> RunNextAsync(RangeCheckpoint reached, CancellationToken cancellationToken)
    {
        if (reached.Emitting is { } interrupted)
        {
            return await ResumeAsync(reached, interrupted, cancellationToken).ConfigureAwait(false);
        }

        pace.Begin();
        using var page = await pass.Reader.ReadAfterAsync(reached.Range, reached.LastId, pace.Size, null, cancellationToken).ConfigureAwait(false);
        if (page.Count == 0)
        {
            return await SaveAsync(reached with { IsDone = true }, cancellationToken).ConfigureAwait(false);
        }

        // Listed before the batch is announced: from then on only what was announced is looked at after a crash.
        var batch = work.CreateBatch(page).Announceable(work.Accept);
        await SettleAsync(batch.Ids, batch.Failures, cancellationToken).ConfigureAwait(false);
        var next = await WriteAsync(reached, new Announcement(batch.Emissions, batch.LastId, batch.Documents.Count), cancellationToken).ConfigureAwait(false);
        pace.End(batch.Documents.Count);
        return next;
    }

    // These documents are on the list and leave it only when what they become is written, so that a crash forgets none.
    public async Task<RangeCheckpoint> RetryAsync(RangeCheckpoint reached, IReadOnlyList<BsonValue> ids, CancellationToken cancellationToken)
    {
        using var page = await pass.Reader.ReadAgainAsync(ids, null, cancellationToken).ConfigureAwait(false);
        if (page.Count == 0)
        {
            await SettleAsync(ids, [], cancellationToken).ConfigureAwait(false);
            return reached;
        }

        var batch = work.CreateBatch(page).Announceable(work.Accept);
        await SettleAsync([], batch.Failures, cancellationToken).ConfigureAwait(false);
        return await WriteAsync(reached, new Announcement(batch.Emissions, reached.LastId, 0), cancellationToken).ConfigureAwait(false);
    }

    private async Task<RangeCheckpoint> ResumeAsync(RangeCheckpoint reached, PendingEmit interrupted, CancellationToken cancellationToken)
    {
        var announced = interrupted.Sources.ToDictionary(s => s.Id);
        var present = await FindPresentAsync(announced.Keys, cancellationToken).ConfigureAwait(false);
        var batch = await ReadAgainAsync([.. present], cancellationToken).ConfigureAwait(false);
        var repeated = batch.Emissions.Where(e => announced[e.Id].IsSameAs(e.ToPending())).Select(e => e.Id).ToHashSet();

        // If a moved document is gone after everything was inserted, everything is done. Before that, somebody else deleted it, and what it became goes, too.
        var moved = interrupted.IsInserted ? announced.Values.Where(s => s.IsMoved && !present.Contains(s.Id)).ToList() : [];
        var other = announced.Values.Except(moved).Where(s => !repeated.Contains(s.Id));
        await removal.TakeBackAsync(other.SelectMany(s => s.Emitted), cancellationToken).ConfigureAwait(false);
        await SettleAsync(announced.Keys.Except(batch.Ids), batch.Failures, cancellationToken).ConfigureAwait(false);
        var counted = reached with { Inserted = reached.Inserted + moved.Sum(s => s.Emitted.Count), Deleted = reached.Deleted + moved.Count };
        return await WriteAsync(counted, new Announcement(batch.Emissions, interrupted.LastId, interrupted.Documents) { Repeated = repeated }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RangeCheckpoint> WriteAsync(RangeCheckpoint reached, Announcement batch, CancellationToken cancellationToken)
    {
        reached = Counted(reached, batch.Emissions);
        for (var attempt = 1; batch.Emissions.Any(e => !e.IsEmpty); attempt++)
        {
            if (attempt > MaxAttempts)
            {
                throw ChangesTooOften(batch.Emissions[0]);
            }

            reached = await SaveAsync(Numbered(reached) with { Emitting = batch.ToPending() }, cancellationToken).ConfigureAwait(false);
            var written = await InsertAsync(reached, batch, cancellationToken).ConfigureAwait(false);
            reached = await NoteInsertedAsync(reached, batch with { Emissions = written }, cancellationToken).ConfigureAwait(false);
            var deleted = await work.Writer.DeleteSourcesAsync(written, cancellationToken).ConfigureAwait(false);
            var missed = written.Where(e => e.DeletesSource && !deleted.Contains(e)).ToList();
            var lost = await FindLeftAsync(missed, cancellationToken).ConfigureAwait(false);
            // Somebody deleted these before they were moved, so they are deleted.
            var gone = missed.Except(lost).ToList();
            await removal.TakeBackAsync(gone.SelectMany(e => e.ToPending().Emitted), cancellationToken).ConfigureAwait(false);
            var kept = written.Except(missed).ToList();
            reached = reached with { Inserted = reached.Inserted + kept.Sum(e => e.Inserts.Count), Deleted = reached.Deleted + kept.Count(e => e.DeletesSource) };
            await SettleAsync(kept.Concat(gone).Select(e => e.Id), [], cancellationToken).ConfigureAwait(false);

            // Somebody changed these meanwhile: what they became is not what they would become now.
            await removal.TakeBackAsync(lost.SelectMany(e => e.ToPending().Emitted), cancellationToken).ConfigureAwait(false);
            var again = lost.Count == 0 ? new EmitBatch([], [], []) : await ReadAgainAsync([.. lost.Select(e => e.Id)], cancellationToken).ConfigureAwait(false);
            await SettleAsync([], again.Failures, cancellationToken).ConfigureAwait(false);
            reached = Counted(reached, again.Emissions);
            batch = batch with { Emissions = again.Emissions, Repeated = new HashSet<BsonValue>() };
        }

        await SettleAsync(batch.Emissions.Select(e => e.Id), [], cancellationToken).ConfigureAwait(false);
        return await SaveAsync(reached.After(batch.LastId, batch.Documents, 0), cancellationToken).ConfigureAwait(false);
    }

    private async Task<RangeCheckpoint> NoteInsertedAsync(RangeCheckpoint reached, Announcement written, CancellationToken cancellationToken) => written.Emissions.Any(e => e.DeletesSource)
        ? await SaveAsync(Numbered(reached) with { Emitting = written.ToPending() with { IsInserted = true } }, cancellationToken).ConfigureAwait(false)
        : reached;

    // A server that came back without the last of these is found by its number.
    private static RangeCheckpoint Numbered(RangeCheckpoint reached) => reached with { Batches = reached.Batches + 1 };

    // Stored with the announcement. Some may count twice after a crash; it matters whether there are any.
    private static RangeCheckpoint Counted(RangeCheckpoint reached, IReadOnlyList<Emission> emissions) => reached with { Kept = reached.Kept + emissions.Count(e => !e.DeletesSource) };

    // Returns the documents for which everything was inserted; nothing remains of the others.
    private async Task<IReadOnlyList<Emission>> InsertAsync(RangeCheckpoint reached, Announcement batch, CancellationToken cancellationToken)
    {
        await work.Targets!.PrepareAsync(batch.Emissions.SelectMany(e => e.Collections), cancellationToken).ConfigureAwait(false);
        var refused = await removal.ExceptRepeatedAsync(await work.Writer.InsertAsync(batch.Emissions, null, cancellationToken).ConfigureAwait(false), batch.Repeated, cancellationToken).ConfigureAwait(false);
        var failures = refused.GroupBy(f => f.Emission.Id).Select(g => EmitWriter.Refused(g.First())).ToList();
        var own = await work.Feedback.CountAsync(batch.Emissions, null, cancellationToken).ConfigureAwait(false);
        if (own > 0 || (failures.Count > 0 && !pass.Failures.AreCollected))
        {
            await removal.TakeBackAsync(batch.Emissions, refused, cancellationToken).ConfigureAwait(false);
            await SaveAsync(reached with { Emitting = null }, cancellationToken).ConfigureAwait(false);
            pass.Failures.AcceptAll(failures);
            throw work.Rules.ReadsItsOwn(own);
        }

        var failed = failures.Select(f => f.Id).ToHashSet();
        await removal.TakeBackAsync(batch.Emissions.Where(e => failed.Contains(e.Id)), refused, cancellationToken).ConfigureAwait(false);
        await SettleAsync([], failures, cancellationToken).ConfigureAwait(false);
        return [.. batch.Emissions.Where(e => !failed.Contains(e.Id))];
    }

    private async Task<IReadOnlyList<Emission>> FindLeftAsync(List<Emission> moved, CancellationToken cancellationToken)
    {
        var left = moved.Count == 0 ? [] : await FindPresentAsync(moved.Select(e => e.Id), cancellationToken).ConfigureAwait(false);
        return [.. moved.Where(e => left.Contains(e.Id))];
    }

    // Whether they are still to be migrated or not.
    private async Task<HashSet<BsonValue>> FindPresentAsync(IEnumerable<BsonValue> ids, CancellationToken cancellationToken) =>
        [.. (await presence.ReadAllAgainAsync([.. ids], cancellationToken).ConfigureAwait(false)).Select(DocumentId.Of)];

    // What is still there and still to be migrated, as it is now.
    private async Task<EmitBatch> ReadAgainAsync(IReadOnlyList<BsonValue> ids, CancellationToken cancellationToken) =>
        EmitBatch.CreateWhole(await pass.Reader.ReadAllAgainAsync(ids, cancellationToken).ConfigureAwait(false), work.Transform, work.Rules, work.Accept).Announceable(work.Accept);

    private async Task SettleAsync(IEnumerable<BsonValue> ids, IReadOnlyList<DocumentFailure> failures, CancellationToken cancellationToken) =>
        pass.Failures.AddUp(await pass.Failures.SettleAsync(ids, failures, null, cancellationToken).ConfigureAwait(false));

    private Task<RangeCheckpoint> SaveAsync(RangeCheckpoint next, CancellationToken cancellationToken) => ranges.SaveAsync(pass.Scope.Held, next, null, cancellationToken);

    private MigrationException ChangesTooOften(Emission emission) => new(
        MigrationErrorCode.DocumentChangedMeanwhile,
        $"The document {DocumentFailure.TextOf(emission.Id)} of '{work.Rules.Source.Name}' changed {MaxAttempts} times while it was being moved. It is not moved. Stop what writes to it, then run again.");

    private sealed record Announcement(IReadOnlyList<Emission> Emissions, BsonValue? LastId, long Documents)
    {
        // Whose documents may already be there, from the run before.
        public IReadOnlySet<BsonValue> Repeated { get; init; } = new HashSet<BsonValue>();

        public PendingEmit ToPending() => new(LastId, Documents, [.. Emissions.Where(e => !e.IsEmpty).Select(e => e.ToPending())]);
    }
}
