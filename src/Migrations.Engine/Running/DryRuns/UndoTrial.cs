using Migrations.Engine.Database;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Images;
using Migrations.Engine.Undo;

namespace Migrations.Engine.Running.DryRuns;

// Tries the rollback from images. They are deleted in the transaction, which is rolled back.
internal sealed class UndoTrial(ICommandChannel channel, ICommandChannel counting, string database, StateNames names, DryRunSettings settings)
{
    // Null when the server refused something, and the transaction is gone with it.
    public async Task<TrialCount?> RunAsync(PlannedStep step, MigrationContext context, StepRefusals refusals, IChannelSession session, CancellationToken cancellationToken)
    {
        var images = new ImageStore(new CollectionCommands(channel, database), names);
        var restore = new BatchRestore(counting, database, step.Migration.Identity, settings.IsForced);
        var total = await images.CountDocumentsAsync(step.Migration.Tree, step.Migration.Id, cancellationToken).ConfigureAwait(false);
        var (counts, refused, collection) = (new RestoreCounts(), 0L, "");
        while (counts.Total + refused < settings.Limits.MaxDocuments && !refusals.IsFull && await images.FindNewestAsync(step.Migration.Tree, step.Migration.Id, session, cancellationToken).ConfigureAwait(false) is { } key)
        {
            var batch = await images.ReadAsync(key, session, cancellationToken).ConfigureAwait(false);
            collection = batch.Collection;
            // What the server refused in an attempt before is left out of this one.
            var rest = batch with { Documents = [.. batch.Documents.Where(d => !refusals.ByServer.ContainsKey(d.Id))] };
            var changed = settings.IsForced ? [] : await restore.FindChangedAsync(rest, session, cancellationToken).ConfigureAwait(false);
            foreach (var id in changed)
            {
                refusals.Add(new DocumentFailure(id, null, "It was changed since it was migrated, and restoring it would lose that") { Code = MigrationErrorCode.DocumentChangedSince }, collection);
            }

            refused += changed.Count + batch.Documents.Count - rest.Documents.Count;
            try
            {
                counts = changed.Count > 0 ? counts : counts.Add(await restore.RunAsync(rest, session, cancellationToken).ConfigureAwait(false));
            }
            catch (DocumentsFailedException e) when (e.Code == MigrationErrorCode.DocumentFailed)
            {
                refusals.AddRefused(e.Documents.Select(d => new DocumentFailure(d.Id, null, d.Reason) { Path = d.Path }), collection);
                return null;
            }

            await images.DeleteAsync(batch, session, cancellationToken).ConfigureAwait(false);
        }

        refusals.ThrowIfAny(collection, TrialCount.None);
        foreach (var action in RestoreText.Of(counts))
        {
            context.Report(action.Description, kind: action.Kind);
        }

        return TrialCount.Of(counts.Total, total, settings.Limits);
    }
}
