using System.Collections.Concurrent;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Documents;
using Migrations.Engine.Enlisting;
using Migrations.Engine.Guarding;
using Migrations.Engine.Images;
using Migrations.Engine.Planning;
using Migrations.Engine.Scanning;
using Migrations.Engine.Throttling;
using Migrations.Engine.TypeMoves;
using Migrations.Engine.Validators;

namespace Migrations.Engine.Running;

// Migrates a collection document by document: cut into ranges, which workers take from a queue, each in batches in the order of _id, from its checkpoint on.
internal sealed class DocumentStep(ICommandChannel channel, AuthorAccess authors, StepRecord record, RangeStore ranges, ErrorStore errors, ImageStore images, RunSettings settings, Throttle throttle, TimeProvider time)
{
    public async Task RunAsync(StepScope scope, BsonDocument? checkpoint, CancellationToken cancellationToken)
    {
        var body = (DocumentMigration)scope.CreateBody();
        var fenced = new FencedChannel(channel, scope.Lease);
        var update = ServerUpdate.Of(body, scope.Step.Direction);
        var read = SourceCollection.Of(body, scope.Step.Direction);
        var sharding = await new ShardingReader(channel, scope.Database, read.Name).ReadAsync(scope.Server.Deployment, cancellationToken).ConfigureAwait(false);
        var filter = update?.Filter ?? read.Filter;
        var reader = new PageReader(fenced, scope.Database, read.Name, filter);
        (update?.Steps ?? []).ToList().ForEach(step => scope.Report(new ReportedAction { Description = step, Collection = read.Name }));
        var failures = new DocumentFailures(errors, scope, read.Name, settings);
        var source = await PrepareAsync(new DocumentSource(scope, fenced, read.Name, filter, reader, sharding, failures), body, cancellationToken).ConfigureAwait(false);
        await failures.OpenAsync(checkpoint is not null, cancellationToken).ConfigureAwait(false);
        var rule = CollectionRule.For(scope.Step, fenced, scope.Database);
        await (rule?.RelaxAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        var progress = await RunPassAsync(source, body, checkpoint, cancellationToken).ConfigureAwait(false);
        using (var worker = CreateWorker(source, 0))
        {
            await worker.RetryAsync(progress, settings.BatchSize, cancellationToken).ConfigureAwait(false);
        }

        scope.Counts = progress.Counts;
        await failures.ThrowIfAnyAsync(cancellationToken).ConfigureAwait(false);
        var end = new DocumentEnd(source, body, () => RunPassAsync(source, body, null, cancellationToken));
        await end.CatchUpAsync(progress, cancellationToken).ConfigureAwait(false);
        await (rule is null ? Task.CompletedTask : end.EnforceAsync(rule, progress, cancellationToken)).ConfigureAwait(false);
        await FinishAsync(scope, body, cancellationToken).ConfigureAwait(false);
    }

    // Once through the collection.
    private async Task<RangeProgress> RunPassAsync(DocumentSource source, DocumentMigration body, BsonDocument? checkpoint, CancellationToken cancellationToken)
    {
        var (reached, total) = await OpenAsync(source, body, checkpoint, cancellationToken).ConfigureAwait(false);
        var progress = new RangeProgress(source.Scope, reached, total, source.Failures);
        await RunWorkersAsync(source, reached, progress, cancellationToken).ConfigureAwait(false);
        return progress;
    }

    private async Task<DocumentSource> PrepareAsync(DocumentSource source, DocumentMigration body, CancellationToken cancellationToken)
    {
        if (body is not EmitMigration emit)
        {
            return source;
        }

        var emits = new EmitProtocols(source, ranges, errors);
        await emits.PrepareAsync(emit, cancellationToken).ConfigureAwait(false);
        return source with { Emits = emits };
    }

    private BatchWorker CreateWorker(DocumentSource source, int number)
    {
        var scope = source.Scope;
        var pace = new BatchPace(settings.BatchSize, time);
        var session = scope.UsesTransaction ? scope.Sessions[number] : null;
        return new BatchWorker(CreateProtocol(source, number, session, pace), throttle.ForWorker(scope.Step, pace.Shrink), ranges, scope, session, source.Failures);
    }

    // A body and a transform for each worker: neither need be made for several at once.
    private IBatchProtocol CreateProtocol(DocumentSource source, int number, IChannelSession? session, BatchPace pace)
    {
        if (source.Emits is { } emits)
        {
            return emits.Create(number, pace);
        }

        var (scope, fenced, failures) = (source.Scope, source.Channel, source.Failures);
        var body = (DocumentMigration)scope.CreateBody();
        if (ServerUpdate.Of(body, scope.Step.Direction) is { } update)
        {
            return new ServerBatches(fenced, ranges, scope, session, update);
        }

        var transform = TransformFactory.Create(body, scope.Step.Direction, SetupMap.Of(StepBodies.Before(scope.Step), body.Collection));
        var writer = new BatchWriter(fenced, scope.Database, body.Collection) { IsOrdered = !failures.AreCollected };
        var work = new DocumentWork(source.Reader, writer, transform, body, pace, failures)
        {
            Sharding = source.Sharding,
            Images = scope.KeepsImages ? new ImageKeeper(images, scope.Step.Migration.Identity, record.Run, body.Collection) : null,
        };
        return session is null ? new AnnouncedBatches(ranges, scope, work) : new TransactionalBatches(session, ranges, scope, work);
    }

    // The ranges of an interrupted run are taken over as they are, also by another number of workers.
    private async Task<(IReadOnlyList<Checkpoint> Reached, long Total)> OpenAsync(DocumentSource source, DocumentMigration body, BsonDocument? checkpoint, CancellationToken cancellationToken)
    {
        var scope = source.Scope;
        if (checkpoint is not null)
        {
            scope.KeepsImages = checkpoint.TryGetValue("images", out var kept) && kept.ToBoolean();
            var taken = await ranges.TakeOverAsync(scope, cancellationToken).ConfigureAwait(false);
            // A pass may have been cut without its checkpoint.
            scope.NextRange = Math.Max(checkpoint["next"].ToInt32(), taken.Select(r => r.Number + 1).DefaultIfEmpty().Max());
            return (Reopen(body, taken), checkpoint["total"].ToInt64());
        }

        if (scope.NextRange == 0)
        {
            await PrepareImagesAsync(scope, cancellationToken).ConfigureAwait(false);
        }

        var total = await source.Reader.EstimateAsync(cancellationToken).ConfigureAwait(false);
        var planned = await new RangePlanner(channel, scope.Database, source.Collection).PlanAsync(RangeCount.Of(body, total, settings), source.Sharding, cancellationToken).ConfigureAwait(false);
        var created = await ranges.CreateAsync(scope, planned, scope.NextRange, cancellationToken).ConfigureAwait(false);
        scope.NextRange += created.Count;
        await record.CheckpointAsync(scope, new BsonDocument { { "ranges", created.Count }, { "next", scope.NextRange }, { "total", total }, { "images", scope.KeepsImages } }, null, cancellationToken).ConfigureAwait(false);
        return (created, total);
    }

    // When all ranges are done the run before came to its end and left documents behind. Those that were added since come after the last one of a range.
    private static IReadOnlyList<Checkpoint> Reopen(DocumentMigration body, IReadOnlyList<Checkpoint> reached) =>
        !ServerUpdate.IsFor(body) && reached.All(r => r.IsDone) ? [.. reached.Select(r => r with { IsDone = false })] : reached;

    private async Task PrepareImagesAsync(StepScope scope, CancellationToken cancellationToken)
    {
        var migration = scope.Step.Migration;
        scope.KeepsImages = migration.KeepsBeforeImages && scope.Step.Direction == MigrationDirection.Up;
        if (scope.KeepsImages)
        {
            await images.PrepareAsync(migration.Tree, migration.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RunWorkersAsync(DocumentSource source, IReadOnlyList<Checkpoint> reached, RangeProgress progress, CancellationToken cancellationToken)
    {
        var queue = new ConcurrentQueue<Checkpoint>(reached.Where(r => !r.IsDone));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = Enumerable.Range(0, Math.Min(settings.Workers, queue.Count)).Select(number => RunWorkerAsync(CreateWorker(source, number), queue, progress, stop.CancelAsync, stop.Token)).ToList();
        await FirstFailure.WhenAllAsync(workers).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task RunWorkerAsync(BatchWorker worker, ConcurrentQueue<Checkpoint> queue, RangeProgress progress, Func<Task> stop, CancellationToken stopped)
    {
        using var own = worker;
        await worker.RunAsync(queue, progress, stop, stopped).ConfigureAwait(false);
    }

    private async Task FinishAsync(StepScope scope, DocumentMigration body, CancellationToken cancellationToken)
    {
        using (var visit = authors.OpenForChanges(null, authors.NewSchemaChanges(), scope.Lease.ThrowIfLost))
        {
            await PostCondition.CheckAsync(body, visit, scope.CreateContext(visit), cancellationToken).ConfigureAwait(false);
        }

        await FinishAsync(scope, cancellationToken).ConfigureAwait(false);
        if (scope.Step.Direction == MigrationDirection.Down && scope.Step.Migration.KeepsBeforeImages)
        {
            await images.ForgetAsync(scope.Step.Migration.Tree, scope.Step.Migration.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FinishAsync(StepScope scope, CancellationToken cancellationToken)
    {
        if (!scope.UsesTransaction)
        {
            await record.FinishAsync(scope, null, cancellationToken).ConfigureAwait(false);
            await ranges.DeleteAsync(scope, null, cancellationToken).ConfigureAwait(false);
            return;
        }

        var session = scope.Sessions[0];
        await session.WithTransactionAsync(
            async token =>
            {
                await ranges.DeleteAsync(scope, session, token).ConfigureAwait(false);
                await record.FinishAsync(scope, session, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }
}

// The documents of a step, as all its workers see them.
internal sealed record DocumentSource(StepScope Scope, FencedChannel Channel, string Collection, BsonDocument Filter, PageReader Reader, Sharding Sharding, DocumentFailures Failures)
{
    // Null where documents are changed in their place.
    public EmitProtocols? Emits { get; init; }
}
