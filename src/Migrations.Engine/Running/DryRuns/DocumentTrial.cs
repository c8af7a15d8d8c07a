using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Kinds;
using Migrations.Engine.Kinds.Pipeline;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Running.DryRuns;

// Tries a migration of documents on the first of them, within a transaction that will be taken back.
internal sealed class DocumentTrial(ICommandChannel counting, string database, StateNames names, DryRunLimits limits)
{
    // Null when the server refused something, and the transaction is gone with it.
    public async Task<TrialCount?> RunAsync(PlannedStep step, DocumentMigration body, StepRefusals refusals, IChannelSession session, CancellationToken cancellationToken)
    {
        var tried = body is EmitMigration emit ? await new EmitTrial(counting, database, names, limits).RunAsync(step, emit, refusals, session, cancellationToken).ConfigureAwait(false)
            : ServerUpdate.Of(body, step.Direction) is { } update ? await new UpdateTrial(counting, database, limits).RunAsync(update, refusals, session, cancellationToken).ConfigureAwait(false)
            : await MigrateAsync(step, body, refusals, session, cancellationToken).ConfigureAwait(false);
        if (tried is not null)
        {
            refusals.ThrowIfAny(SourceCollection.Of(body, step.Direction).Name, tried);
        }

        return tried;
    }

    private async Task<TrialCount?> MigrateAsync(PlannedStep step, DocumentMigration body, StepRefusals refusals, IChannelSession session, CancellationToken cancellationToken)
    {
        var reader = new PageReader(counting, database, body.Collection, SourceCollection.Of(body, step.Direction).Filter);
        var writer = new BatchWriter(counting, database, body.Collection);
        using var transform = TransformFactory.Create(body, step.Direction, SetupMap.Of(StepBodies.Before(step), body.Collection));
        var total = await reader.CountAsync(cancellationToken).ConfigureAwait(false);
        var (documents, last) = (0L, (BsonValue?)null);
        while (documents < limits.MaxDocuments && !refusals.IsFull)
        {
            using var page = await reader.ReadAfterAsync(IdRange.Whole, last, limits.BatchSize, session, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            using var batch = Batch.Create(page, transform, failure => refusals.Add(failure, body.Collection), refusals.ByServer);
            var outcome = await writer.WriteAsync(batch, session, cancellationToken).ConfigureAwait(false);
            if (outcome.Failures.Count > 0)
            {
                refusals.AddRefused(outcome.Failures, body.Collection);
                return null;
            }

            (documents, last) = (documents + page.Count, batch.LastId);
        }

        return TrialCount.Of(documents, total, limits);
    }
}
