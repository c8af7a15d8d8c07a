using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Images;
using Migrations.Engine.Storage.Progress;
using MongoDB.Bson;

namespace Migrations.Engine.Passes;

// The ranges that a pass works on: new ones, those of the previous run, or, for a rollback, what that run had done.
internal sealed class RangeOpening(ICommandChannel channel, StepRecord record, RangeStore ranges, ErrorStore errors, ImageStore images, RunSettings settings, DocumentWorkers workers)
{
    // More than workers, so that uneven ranges leave no worker idle for long; no more than there are batches.
    private const int RangesPerWorker = 16;

    // A range that the server updates by itself is one transaction, so it must stay short.
    private const int ServerRangeSize = 10_000;
    private const int MostServerRanges = 4096;

    // A filter holds their _ids.
    private const int MostExcepted = 10_000;

    public async Task<OpenedRanges> CutAsync(PassSource source, CancellationToken cancellationToken)
    {
        var scope = source.Scope;
        if (scope.NextRange == 0)
        {
            await ranges.DeleteAsync(scope.Held, null, cancellationToken).ConfigureAwait(false);
            await PrepareImagesAsync(scope, cancellationToken).ConfigureAwait(false);
        }

        var total = await source.Reader.EstimateAsync(cancellationToken).ConfigureAwait(false);
        var planned = await new RangePlanner(channel, scope.Database, source.Collection).PlanAsync(RangesOf(source, total), source.Sharding, cancellationToken).ConfigureAwait(false);
        return await CreateAsync(scope, planned, new PassCheckpoint(scope.NextRange, scope.NextRange + planned.Count, total), cancellationToken).ConfigureAwait(false);
    }

    // The ranges of an interrupted run are taken over as they are, even with another number of workers.
    public async Task<OpenedRanges> ResumeAsync(PassSource source, PassCheckpoint pass, CancellationToken cancellationToken)
    {
        var scope = source.Scope;
        (scope.KeepsImages, scope.NextRange, scope.Counts) = (pass.KeepsImages, pass.Next, pass.Earlier);
        var taken = await ranges.TakeOverAsync(scope.Held, pass, cancellationToken).ConfigureAwait(false);
        return new OpenedRanges(Reopen(source, await SettleAsync(source, taken, cancellationToken).ConfigureAwait(false)), pass.Total);
    }

    // The rollback starts where the upgrade stopped: only the finished parts of its ranges are rolled back, without what others wrote there in the old shape.
    public async Task<PassCheckpoint> TurnAsync(StepScope scope, PassCheckpoint pass, CancellationToken cancellationToken)
    {
        var way = await workers.OpenAsync(scope.Turned(), [], cancellationToken).ConfigureAwait(false);
        await way.Failures.OpenAsync(isResumed: true, cancellationToken).ConfigureAwait(false);
        var reached = await ResumeAsync(way, pass, cancellationToken).ConfigureAwait(false);
        List<IdRange> done = HasPassedAll(way, pass) ? [IdRange.Whole] : [.. reached.Ranges.SelectMany(r => FinishedPart.Of(r.Range, r.LastId, r.IsDone))];
        var back = new PassCheckpoint(pass.Next, pass.Next + done.Count, reached.Ranges.Sum(r => r.Documents))
        {
            Direction = MigrationDirection.Down,
            // What is migrated cannot be told from the rest there.
            Except = way.Kind.MovesDocuments ? [] : await FindExceptedAsync(scope, way, reached.Ranges.Any(r => r.IsUnmarked) ? [] : done, cancellationToken).ConfigureAwait(false),
        };
        await CreateAsync(scope, done, back, cancellationToken).ConfigureAwait(false);
        return back;
    }

    private int RangesOf(PassSource source, long documents) => source.Update is not null
        ? (int)Math.Min(MostServerRanges, documents / ServerRangeSize)
        : settings.Workers == 1 ? 1 : (int)Math.Min((long)RangesPerWorker * settings.Workers, documents / Math.Max(1, settings.BatchSize));

    // Everything that documents became is in the target, wherever they were; and before a later pass, the first one has gone through the whole collection.
    private static bool HasPassedAll(PassSource source, PassCheckpoint pass) => source.Kind.MovesDocuments || pass.First > 0;

    // If all ranges are done, the previous run finished and left documents behind. Those that were added since come after the last one of a range.
    private static IReadOnlyList<RangeCheckpoint> Reopen(PassSource source, IReadOnlyList<RangeCheckpoint> reached) =>
        source.Update is null && reached.All(r => r.IsDone) ? [.. reached.Select(r => r with { IsDone = false })] : reached;

    // What the previous run had announced is finished as it was announced, whether this one uses transactions or not, before anything else reads or writes there.
    private async Task<IReadOnlyList<RangeCheckpoint>> SettleAsync(PassSource source, IReadOnlyList<RangeCheckpoint> taken, CancellationToken cancellationToken)
    {
        using var worker = workers.CreateForAnnounced(source);
        var settled = new List<RangeCheckpoint>(taken.Count);
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
        await record.CheckpointAsync(scope, named, null, cancellationToken).ConfigureAwait(false);
        // There were none before the first pass.
        await (pass.First > 0 ? ranges.DeleteOthersAsync(scope.Held, named, cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
        scope.NextRange = pass.Next;
        return new OpenedRanges(created, pass.Total);
    }

    // What the upgrade left behind, and what is still to be migrated.
    private async Task<IReadOnlyList<BsonValue>> FindExceptedAsync(StepScope scope, PassSource way, IReadOnlyList<IdRange> done, CancellationToken cancellationToken)
    {
        var listed = await errors.ReadFirstAsync(way.Scope.Step.Migration, MostExcepted + 1, cancellationToken).ConfigureAwait(false);
        using var forecast = workers.CreateForecast(way);
        var open = await new OpenDocuments(way, forecast, settings.BatchSize).FindAsync(done, MostExcepted, cancellationToken).ConfigureAwait(false);
        if (listed.Count + open.Count <= MostExcepted)
        {
            return [.. listed.Select(e => DocumentId.Of(e.Id)).Union(open)];
        }

        await record.StayUpwardAsync(scope, cancellationToken).ConfigureAwait(false);
        throw TooMany(way, listed.Count > MostExcepted
            ? $"left more than {MostExcepted} documents of '{way.Collection}' behind, too many to tell them from those that it migrated. Nothing was rolled back. Finish it first: correct what the documents in '{errors.Collection}' have in common, then 'migrations migrate'."
            : $"has more than {MostExcepted} documents of '{way.Collection}' still to migrate where it has passed, because others wrote them; too many to tell them from those that it migrated. Nothing was rolled back. Finish it first with 'migrations migrate'.");
    }

    private static MigrationException TooMany(PassSource way, string text) => new(
        MigrationErrorCode.InterruptedRun,
        $"Migration {way.Scope.Step.Migration.Identity} '{way.Scope.Step.Migration.Identity.Title}' {text}");

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

internal sealed record OpenedRanges(IReadOnlyList<RangeCheckpoint> Ranges, long Total);

// Documents of the old shape in parts of a collection that were gone through: others wrote them, and the way back leaves them alone. Only a migration whose filter tells has any.
internal sealed class OpenDocuments(PassSource way, IDocumentTransform? forecast, int pageSize)
{
    // At most one more than asked for.
    public async Task<IReadOnlyList<BsonValue>> FindAsync(IEnumerable<IdRange> parts, int most, CancellationToken cancellationToken)
    {
        var open = new List<BsonValue>();
        if (way.Kind.TellsMigrated(way.Body, MigrationDirection.Up))
        {
            foreach (var part in parts)
            {
                await FindAsync(part, open, most, cancellationToken).ConfigureAwait(false);
            }
        }

        return open;
    }

    private async Task FindAsync(IdRange part, List<BsonValue> open, int most, CancellationToken cancellationToken)
    {
        for (BsonValue? last = null; open.Count <= most;)
        {
            using var page = await way.Reader.ReadAfterAsync(part, last, pageSize, null, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                return;
            }

            await (forecast?.PrepareAsync(page, null, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            open.AddRange(page.Where(IsOpen).Select(DocumentId.Of).Take(most + 1 - open.Count));
            last = DocumentId.Of(page[^1]);
        }
    }

    // A filter may match documents that the migration leaves as they are, whether it has changed them before or not. What it fails on, it has not migrated.
    private bool IsOpen(RawDocument document)
    {
        try
        {
            return forecast is null || forecast.Apply(document) is not null;
        }
#pragma warning disable CA1031 // The author's code may throw anything.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return true;
        }
    }
}
