using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Kinds.Pipeline;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Images;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Passes;

// The ranges that a pass works on: cut anew, taken over from the run before, or what that run had done, to be turned back.
internal sealed class RangeOpening(ICommandChannel channel, StepRecord record, RangeStore ranges, ErrorStore errors, ImageStore images, RunSettings settings, DocumentWorkers workers)
{
    // A filter holds their _ids.
    private const int MostExcepted = 10_000;

    public async Task<OpenedRanges> CutAsync(DocumentSource source, CancellationToken cancellationToken)
    {
        var scope = source.Scope;
        if (scope.NextRange == 0)
        {
            await ranges.DeleteAsync(scope.Held, null, cancellationToken).ConfigureAwait(false);
            await PrepareImagesAsync(scope, cancellationToken).ConfigureAwait(false);
        }

        var total = await source.Reader.EstimateAsync(cancellationToken).ConfigureAwait(false);
        var planned = await new RangePlanner(channel, scope.Database, source.Collection).PlanAsync(RangeCount.Of(source.Body, total, settings), source.Sharding, cancellationToken).ConfigureAwait(false);
        return await CreateAsync(scope, planned, new PassCheckpoint(scope.NextRange, scope.NextRange + planned.Count, total), cancellationToken).ConfigureAwait(false);
    }

    // The ranges of an interrupted run are taken over as they are, also by another number of workers.
    public async Task<OpenedRanges> ResumeAsync(DocumentSource source, PassCheckpoint pass, CancellationToken cancellationToken)
    {
        var scope = source.Scope;
        (scope.KeepsImages, scope.NextRange, scope.Counts) = (pass.KeepsImages, pass.Next, pass.Earlier);
        var taken = await ranges.TakeOverAsync(scope.Held, pass, cancellationToken).ConfigureAwait(false);
        return new OpenedRanges(Reopen(source.Body, await SettleAsync(source, taken, cancellationToken).ConfigureAwait(false)), pass.Total);
    }

    // The way back begins where the way up was left: what is done of its ranges is cut out of them, and nothing else is turned back.
    public async Task<PassCheckpoint> TurnAsync(StepScope scope, PassCheckpoint pass, CancellationToken cancellationToken)
    {
        var way = await workers.OpenAsync(scope.Turned(), [], cancellationToken).ConfigureAwait(false);
        await way.Failures.OpenAsync(isResumed: true, cancellationToken).ConfigureAwait(false);
        var reached = await ResumeAsync(way, pass, cancellationToken).ConfigureAwait(false);
        var done = HasPassedAll(way.Body, pass) ? [IdRange.Whole] : reached.Ranges.SelectMany(r => DonePart.Of(r.Range, r.LastId, r.IsDone)).ToList();
        var back = new PassCheckpoint(pass.Next, pass.Next + done.Count, reached.Ranges.Sum(r => r.Documents))
        {
            Direction = MigrationDirection.Down,
            Except = way.Body is EmitMigration ? [] : await FindExceptedAsync(way, cancellationToken).ConfigureAwait(false),
        };
        await CreateAsync(scope, done, back, cancellationToken).ConfigureAwait(false);
        return back;
    }

    // What documents were made into is all in the target, wherever they were; and a later pass is about documents that others wrote behind the first one.
    private static bool HasPassedAll(DocumentMigration body, PassCheckpoint pass) => body is EmitMigration || pass.First > 0;

    // When all ranges are done the run before came to its end and left documents behind. Those that were added since come after the last one of a range.
    private static IReadOnlyList<Checkpoint> Reopen(DocumentMigration body, IReadOnlyList<Checkpoint> reached) =>
        !ServerUpdate.IsFor(body) && reached.All(r => r.IsDone) ? [.. reached.Select(r => r with { IsDone = false })] : reached;

    // What the run before had announced is ended as it was announced, whether this one uses transactions or not, before anything else reads or writes there.
    private async Task<IReadOnlyList<Checkpoint>> SettleAsync(DocumentSource source, IReadOnlyList<Checkpoint> taken, CancellationToken cancellationToken)
    {
        using var worker = workers.CreateForAnnounced(source);
        var settled = new List<Checkpoint>(taken.Count);
        foreach (var range in taken)
        {
            var next = await worker.SettleAsync(range, cancellationToken).ConfigureAwait(false);
            await (source.Scope.KeepsImages ? images.ForgetFromAsync(BatchKey.Next(source.Scope.Step.Migration, next), cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
            settled.Add(next);
        }

        return settled;
    }

    private async Task<OpenedRanges> CreateAsync(StepScope scope, IReadOnlyList<IdRange> planned, PassCheckpoint pass, CancellationToken cancellationToken)
    {
        var created = await ranges.CreateAsync(scope.Held, planned, pass.First, cancellationToken).ConfigureAwait(false);
        var named = pass with { Direction = scope.Step.Direction, KeepsImages = scope.KeepsImages, Earlier = scope.Counts };
        await record.CheckpointAsync(scope, named.ToDocument(), null, cancellationToken).ConfigureAwait(false);
        // Before the first pass there were none.
        await (pass.First > 0 ? ranges.DeleteOthersAsync(scope.Held, named, cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
        scope.NextRange = pass.Next;
        return new OpenedRanges(created, pass.Total);
    }

    private async Task<IReadOnlyList<BsonValue>> FindExceptedAsync(DocumentSource way, CancellationToken cancellationToken)
    {
        var listed = await errors.ReadFirstAsync(way.Scope.Step.Migration, MostExcepted + 1, cancellationToken).ConfigureAwait(false);
        return listed.Count <= MostExcepted
            ? [.. listed.Select(e => DocumentId.Of(e.Id))]
            : throw new MigrationException(
                MigrationErrorCode.InterruptedRun,
                $"Migration {way.Scope.Step.Migration.Identity} '{way.Scope.Step.Migration.Identity.Title}' left more than {MostExcepted} documents of '{way.Collection}' behind, too many to be told from those that it migrated. Nothing was turned back. Finish it first: correct what the documents in '{errors.Collection}' have in common, then 'migrations migrate'.");
    }

    private async Task PrepareImagesAsync(StepScope scope, CancellationToken cancellationToken)
    {
        var migration = scope.Step.Migration;
        scope.KeepsImages = migration.KeepsBeforeImages && scope.Step.Direction == MigrationDirection.Up;
        if (scope.KeepsImages)
        {
            await images.PrepareAsync(migration.Tree, migration.Id, cancellationToken).ConfigureAwait(false);
        }
    }
}

internal sealed record OpenedRanges(IReadOnlyList<Checkpoint> Ranges, long Total);
