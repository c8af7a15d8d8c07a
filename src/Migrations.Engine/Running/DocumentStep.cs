using Migrations.Bson;
using Migrations.Channel;
using Migrations.Engine.Documents;
using Migrations.Engine.Guarding;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.TypeMoves;

namespace Migrations.Engine.Running;

// Migrates a collection document by document, in batches in the order of _id, from the checkpoint on.
internal sealed class DocumentStep(ICommandChannel channel, StepRecord record, int batchSize)
{
    public async Task RunAsync(StepScope scope, BsonDocument? checkpoint, CancellationToken cancellationToken)
    {
        var body = (DocumentMigration)scope.CreateBody();
        var fenced = new FencedChannel(channel, scope.Lease);
        var work = new DocumentWork(
            new PageReader(fenced, scope.Database, body.Collection, FilterOf(body, scope.Step.Direction), batchSize),
            new BatchWriter(fenced, scope.Database, body.Collection, scope.Step.Migration.Identity),
            TransformFactory.Create(body, scope.Step.Direction, SetupMap.Of(StepBodies.Before(scope.Step), body.Collection)),
            body);
        var start = Checkpoint.Read(checkpoint);
        var total = start.Documents + await CountRestAsync(work, start, cancellationToken).ConfigureAwait(false);
        IBatchProtocol protocol = scope.Session is { } session ? new TransactionalBatches(session, record, scope, work) : new AnnouncedBatches(record, scope, work);
        var reached = await RunBatchesAsync(scope, protocol, start, total, cancellationToken).ConfigureAwait(false);
        scope.Counts = new WriteCounts { Matched = reached.Modified, Modified = reached.Modified };
        await FinishAsync(scope, fenced, body, cancellationToken).ConfigureAwait(false);
    }

    private static BsonDocument FilterOf(DocumentMigration body, MigrationDirection direction) =>
        (direction == MigrationDirection.Up ? body.Filter : body.DownFilter).ToDocument();

    // Only for the progress shown: a filter that excludes what is migrated already counts the rest by itself.
    private static async Task<long> CountRestAsync(DocumentWork work, Checkpoint start, CancellationToken cancellationToken)
    {
        var matching = await work.Reader.CountAsync(cancellationToken).ConfigureAwait(false);
        return work.Body.Filter.ToDocument().Count == 0 ? Math.Max(0, matching - start.Documents) : matching;
    }

    private static async Task<Checkpoint> RunBatchesAsync(StepScope scope, IBatchProtocol protocol, Checkpoint start, long total, CancellationToken cancellationToken)
    {
        var reached = start;
        while (await protocol.RunNextAsync(reached, cancellationToken).ConfigureAwait(false) is { } next)
        {
            reached = next;
            scope.Observer.StepProgressed(scope.Step, new StepProgress { Documents = reached.Documents, Modified = reached.Modified, Total = total, ResumedFrom = start.Documents, Elapsed = scope.Elapsed });
            cancellationToken.ThrowIfCancellationRequested();
        }

        return reached;
    }

    private async Task FinishAsync(StepScope scope, FencedChannel fenced, DocumentMigration body, CancellationToken cancellationToken)
    {
        await PostCondition.CheckAsync(body, scope.CreateContext(fenced, null), cancellationToken).ConfigureAwait(false);
        if (scope.Session is not { } session)
        {
            await record.FinishAsync(scope, null, cancellationToken).ConfigureAwait(false);
            return;
        }

        await session.WithTransactionAsync(
            async token =>
            {
                await record.FinishAsync(scope, session, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }
}
