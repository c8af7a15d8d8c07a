using Migrations.Engine.Database;
using Migrations.Engine.Documents;
using Migrations.Engine.Emitting;
using Migrations.Engine.Planning;
using Migrations.Engine.Scanning;
using Migrations.Engine.State;
using Migrations.Engine.TypeMoves;

namespace Migrations.Engine.DryRuns;

// Tries an emitting migration on the first documents, within a transaction that will be taken back.
internal sealed class EmitTrial(ICommandChannel counting, string database, StateNames names, DryRunLimits limits)
{
    public async Task<(long Documents, long Total)> RunAsync(PlannedStep step, EmitMigration body, IChannelSession session, CancellationToken cancellationToken)
    {
        var rules = EmitRules.Create(step.Migration, body, step.Direction, names.Owns);
        var reader = new PageReader(counting, database, rules.Source.Name, rules.Source.Filter);
        var transform = EmitTransform.Create(body, step.Migration.Identity, step.Direction, SetupMap.Of(StepBodies.Before(step), rules.Source.Name));
        var write = new EmitWrite(new EmitWriter(counting, database, rules.Source), new OwnReads(counting, database, rules.Source), rules);
        var total = await reader.CountAsync(cancellationToken).ConfigureAwait(false);
        var (documents, last) = (0L, (MongoDB.Bson.BsonValue?)null);
        void Refuse(DocumentFailure failure) => throw failure.ToException(step.Migration.Identity, rules.Source.Name);
        while (documents < limits.MaxDocuments)
        {
            using var page = await reader.ReadAfterAsync(IdRange.Whole, last, limits.BatchSize, session, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            var batch = EmitBatch.Create(page, transform, rules, Refuse);
            (await write.RunAsync(batch.Emissions, session, cancellationToken).ConfigureAwait(false)).Failures.Take(1).ToList().ForEach(Refuse);
            (documents, last) = (documents + batch.Documents.Count, batch.LastId);
        }

        return (documents, documents < limits.MaxDocuments ? documents : Math.Max(total, documents));
    }
}
