using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Running.DryRuns;

// Tries a document migration on the first documents, in a transaction that will be rolled back.
internal sealed class DocumentTrial(ICommandChannel counting, ChannelInfo server, string database, StateNames names, DryRunLimits limits)
{
    // Null if the server refused something, which ended the transaction.
    public async Task<TrialCount?> RunAsync(PlannedStep step, DocumentMigration body, StepRefusals refusals, IChannelSession session, CancellationToken cancellationToken)
    {
        var kind = (DocumentKind)step.Migration.Kind;
        var collection = kind.SourceOf(body, step.Direction).Name;
        var tried = kind.UpdateOf(body, step.Direction) is { } update
            ? await new UpdateTrial(counting, database, limits).RunAsync(update, refusals, session, cancellationToken).ConfigureAwait(false)
            : await ChangeAsync(kind, step, body, refusals, session, cancellationToken).ConfigureAwait(false);
        if (tried is not null)
        {
            refusals.ThrowIfAny(collection, tried);
        }

        return tried;
    }

    private async Task<TrialCount?> ChangeAsync(DocumentKind kind, PlannedStep step, DocumentMigration body, StepRefusals refusals, IChannelSession session, CancellationToken cancellationToken)
    {
        var read = kind.SourceOf(body, step.Direction);
        var source = new ChangeSource(counting, database, step, body, names.Owns, failure => refusals.Add(failure, read.Name))
        {
            Sharding = await new ShardingReader(counting, database, read.Name).ReadAsync(server.Deployment, cancellationToken).ConfigureAwait(false),
        };
        await kind.PrepareAsync(source, cancellationToken).ConfigureAwait(false);
        using var writer = kind.CreatePageWriter(source);
        var reader = new PageReader(counting, database, read.Name, read.Filter);
        var total = await reader.CountAsync(cancellationToken).ConfigureAwait(false);
        var (documents, last) = (0L, (BsonValue?)null);
        while (documents < limits.MaxDocuments && !refusals.IsFull)
        {
            using var page = await reader.ReadAfterAsync(IdRange.Whole, last, limits.BatchSize, session, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            var changed = await writer.WriteAsync(page, refusals.ByServer, null, session, cancellationToken).ConfigureAwait(false);
            if (changed.Refused.Count > 0)
            {
                refusals.AddRefused(changed.Refused, read.Name);
                return null;
            }

            (documents, last) = (documents + changed.Count, changed.LastId);
        }

        return TrialCount.Of(documents, total, limits);
    }
}
