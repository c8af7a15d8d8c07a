using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Guarding;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Passes.Throttling;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Images;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Passes;

// What a step reads, and the workers that carry it out.
internal sealed class DocumentWorkers(ICommandChannel channel, StepRecord record, RangeStore ranges, ErrorStore errors, ImageStore images, RunSettings settings, Throttle throttle, TimeProvider time)
{
    // 'without': documents that are skipped, because they were never migrated.
    public async Task<PassSource> OpenAsync(StepScope scope, IReadOnlyList<BsonValue> without, CancellationToken cancellationToken)
    {
        var (kind, body, direction) = ((DocumentKind)scope.Step.Migration.Kind, (DocumentMigration)scope.CreateBody(), scope.Step.Direction);
        var fenced = new FencedChannel(channel, scope.Lease);
        var read = kind.SourceOf(body, direction);
        var sharding = await new ShardingReader(channel, scope.Database, read.Name).ReadAsync(scope.Server.Deployment, cancellationToken).ConfigureAwait(false);
        var update = kind.UpdateOf(body, direction);
        var filter = Without(update?.Filter ?? read.Filter, without);
        // An update of whole ranges leaves no document behind, and who continues it may work that way.
        var failures = new DocumentFailures(errors, scope, read.Name, update is null ? settings : settings with { OnDocumentError = OnDocumentError.Stop });
        var source = new PassSource(scope, body, fenced, read.Name, filter, new PageReader(fenced, scope.Database, read.Name, filter), sharding, failures)
        {
            Targets = new TargetCollections(new SchemaReader(fenced, scope.Database), new CollectionCommands(fenced, scope.Database)),
        };
        await kind.PrepareAsync(ChangesOf(source, body), cancellationToken).ConfigureAwait(false);
        return source;
    }

    public BatchWorker Create(PassSource source, int number) => Create(source, source.Scope.UsesTransaction ? source.Scope.Sessions[number] : null);

    // Finishes what was announced, whatever the mode of this run.
    public BatchWorker CreateForAnnounced(PassSource source) => Create(source, null);

    public IDocumentTransform? CreateForecast(PassSource source) => source.Kind.CreateForecast(ChangesOf(source, (DocumentMigration)source.Scope.CreateBody()));

    private static BsonDocument Without(BsonDocument filter, IReadOnlyList<BsonValue> ids) =>
        ids.Count == 0 ? filter : IdRange.Within(filter, new BsonDocument("$nin", new BsonArray(ids)));

    private BatchWorker Create(PassSource source, IChannelSession? session)
    {
        var pace = new BatchPace(settings.BatchSize, time);
        return new BatchWorker(CreateProtocol(source, session, pace), throttle.ForWorker(source.Scope.Step, pace.Shrink), ranges, source.Scope, session, source.Failures);
    }

    // A body for each worker: it need not be thread-safe.
    private IBatchProtocol CreateProtocol(PassSource source, IChannelSession? session, BatchPace pace) =>
        source.Kind.CreateProtocol(source, ChangesOf(source, (DocumentMigration)source.Scope.CreateBody()), session, ranges, pace);

    private ChangeSource ChangesOf(PassSource source, DocumentMigration body)
    {
        var (scope, failures) = (source.Scope, source.Failures);
        return new ChangeSource(source.Channel, scope.Database, scope.Step, body, errors.IsState, failures.Accept)
        {
            Sharding = source.Sharding,
            IsOrdered = !failures.AreCollected,
            TellsEach = scope.Server.TellsEachWrite,
            Images = scope.KeepsImages ? new ImageKeeper(images, scope.Step.Migration.Identity, record.Run, body.Collection) : null,
            Targets = source.Targets,
        };
    }
}
