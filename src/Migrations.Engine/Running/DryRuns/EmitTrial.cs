using Migrations.Engine.Database;
using Migrations.Engine.Kinds.Emit;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Running.DryRuns;

// Tries an emitting migration on the first documents, within a transaction that will be taken back.
internal sealed class EmitTrial(ICommandChannel counting, string database, StateNames names, DryRunLimits limits)
{
    // Null when the server refused something, and the transaction is gone with it.
    public async Task<TrialCount?> RunAsync(PlannedStep step, EmitMigration body, StepRefusals refusals, IChannelSession session, CancellationToken cancellationToken)
    {
        var rules = EmitRules.Create(step.Migration, body, step.Direction, names.Owns);
        var reader = new PageReader(counting, database, rules.Source.Name, rules.Source.Filter);
        var transform = EmitTransform.Create(body, step.Migration.Identity, step.Direction, SetupMap.Of(StepBodies.Before(step), rules.Source.Name));
        var write = new EmitWrite(new EmitWriter(counting, database, rules.Source), new OwnReads(counting, database, rules.Source), rules);
        var total = await reader.CountAsync(cancellationToken).ConfigureAwait(false);
        var (documents, last) = (0L, (MongoDB.Bson.BsonValue?)null);
        while (documents < limits.MaxDocuments && !refusals.IsFull)
        {
            using var page = await reader.ReadAfterAsync(IdRange.Whole, last, limits.BatchSize, session, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            var batch = EmitBatch.Create(page, transform, rules, failure => refusals.Add(failure, rules.Source.Name)).Without(refusals.ByServer);
            var outcome = await write.RunAsync(batch.Emissions, session, cancellationToken).ConfigureAwait(false);
            if (outcome.Failures.Count > 0)
            {
                refusals.AddRefused(outcome.Failures, rules.Source.Name);
                return null;
            }

            (documents, last) = (documents + batch.Documents.Count, batch.LastId);
        }

        return TrialCount.Of(documents, total, limits);
    }
}
