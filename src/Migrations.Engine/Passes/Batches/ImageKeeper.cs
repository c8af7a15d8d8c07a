using Migrations.Engine.Database;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Images;

namespace Migrations.Engine.Passes.Batches;

// Stores what the batches of one migration are about to change.
internal sealed class ImageKeeper(ImageStore store, MigrationIdentity migration, string run, string collection)
{
    public Task KeepAsync(RangeCheckpoint reached, IReadOnlyList<PlannedChange> changes, IChannelSession? session, CancellationToken cancellationToken) =>
        KeepAsync(KeyOf(reached), 0, changes, session, cancellationToken);

    // A document of an interrupted batch that is read and migrated again; of several images of it the last one counts.
    public async Task KeepAgainAsync(RangeCheckpoint reached, IReadOnlyList<PlannedChange> changes, CancellationToken cancellationToken)
    {
        var attempt = await store.FindNextAttemptAsync(KeyOf(reached), cancellationToken).ConfigureAwait(false);
        await KeepAsync(KeyOf(reached), attempt, changes, null, cancellationToken).ConfigureAwait(false);
    }

    // Without a transaction the image was stored before the server refused the update.
    public async Task ForgetAsync(RangeCheckpoint reached, IReadOnlyList<DocumentFailure> refused, CancellationToken cancellationToken)
    {
        if (refused.Count > 0)
        {
            var attempt = await store.FindNextAttemptAsync(KeyOf(reached), cancellationToken).ConfigureAwait(false);
            await store.SaveRefusedAsync(KeyOf(reached), attempt, new ImageOrigin(run, collection), [.. refused.Select(f => f.Id)], cancellationToken).ConfigureAwait(false);
        }
    }

    private Task KeepAsync(BatchKey key, int attempt, IReadOnlyList<PlannedChange> changes, IChannelSession? session, CancellationToken cancellationToken) => changes.Count == 0
        ? Task.CompletedTask
        : store.SaveAsync(key, attempt, new ImageOrigin(run, collection), [.. changes.Select(c => new StoredDocument(c.Document, c.HashAfter()))], session, cancellationToken);

    private BatchKey KeyOf(RangeCheckpoint reached) => new(migration.Tree, migration.Id, reached.Number, reached.Batches);
}
