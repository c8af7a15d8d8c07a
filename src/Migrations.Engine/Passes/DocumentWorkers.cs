using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Guarding;
using Migrations.Engine.Kinds;
using Migrations.Engine.Kinds.Emit;
using Migrations.Engine.Kinds.Pipeline;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Passes.Throttling;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Images;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Passes;

// What a step reads, and the workers that it is done by.
internal sealed class DocumentWorkers(ICommandChannel channel, StepRecord record, RangeStore ranges, ErrorStore errors, ImageStore images, RunSettings settings, Throttle throttle, TimeProvider time)
{
    // Without: documents that are passed over, because they were never migrated.
    public async Task<DocumentSource> OpenAsync(StepScope scope, IReadOnlyList<BsonValue> without, CancellationToken cancellationToken)
    {
        var body = (DocumentMigration)scope.CreateBody();
        var fenced = new FencedChannel(channel, scope.Lease);
        var read = SourceCollection.Of(body, scope.Step.Direction);
        var sharding = await new ShardingReader(channel, scope.Database, read.Name).ReadAsync(scope.Server.Deployment, cancellationToken).ConfigureAwait(false);
        var filter = Without(ServerUpdate.Of(body, scope.Step.Direction)?.Filter ?? read.Filter, without);
        var failures = new DocumentFailures(errors, scope, read.Name, settings);
        var source = new DocumentSource(scope, body, fenced, read.Name, filter, new PageReader(fenced, scope.Database, read.Name, filter), sharding, failures);
        if (body is not EmitMigration emit)
        {
            return source;
        }

        var emits = new EmitProtocols(source, ranges, errors);
        await emits.PrepareAsync(emit, cancellationToken).ConfigureAwait(false);
        return source with { Emits = emits };
    }

    public BatchWorker Create(DocumentSource source, int number) => Create(source, source.Scope.UsesTransaction ? source.Scope.Sessions[number] : null);

    // Ends what was announced, whatever the mode of this run.
    public BatchWorker CreateForAnnounced(DocumentSource source) => Create(source, null);

    private static BsonDocument Without(BsonDocument filter, IReadOnlyList<BsonValue> ids) =>
        ids.Count == 0 ? filter : IdRange.Within(filter, new BsonDocument("$nin", new BsonArray(ids)));

    private BatchWorker Create(DocumentSource source, IChannelSession? session)
    {
        var pace = new BatchPace(settings.BatchSize, time);
        return new BatchWorker(CreateProtocol(source, session, pace), throttle.ForWorker(source.Scope.Step, pace.Shrink), ranges, source.Scope, session, source.Failures);
    }

    // A body and a transform for each worker: neither need be made for several at once.
    private IBatchProtocol CreateProtocol(DocumentSource source, IChannelSession? session, BatchPace pace)
    {
        if (source.Emits is { } emits)
        {
            return emits.Create(session, pace);
        }

        var (scope, fenced, failures) = (source.Scope, source.Channel, source.Failures);
        var body = (DocumentMigration)scope.CreateBody();
        if (ServerUpdate.Of(body, scope.Step.Direction) is { } update)
        {
            return new ServerBatches(fenced, ranges, scope, session, update with { Filter = source.Filter }, source.Reader, pace);
        }

        var transform = TransformFactory.Create(body, scope.Step.Direction, SetupMap.Of(StepBodies.Before(scope.Step), body.Collection));
        var writer = new BatchWriter(fenced, scope.Database, body.Collection) { IsOrdered = !failures.AreCollected, TellsEach = scope.Server.TellsEachWrite };
        var work = new DocumentWork(source.Reader, writer, transform, body, pace, failures)
        {
            Sharding = source.Sharding,
            Images = scope.KeepsImages ? new ImageKeeper(images, scope.Step.Migration.Identity, record.Run, body.Collection) : null,
        };
        return session is null ? new AnnouncedBatches(ranges, scope, work) : new TransactionalBatches(session, ranges, scope, work);
    }
}
