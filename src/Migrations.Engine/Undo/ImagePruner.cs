using Migrations.Engine.Database.Commands;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Images;
using Migrations.Engine.Storage.Locking;

namespace Migrations.Engine.Undo;

// Deletes images of migrations that are at their end. The record says first that there are none, so that nobody plans with what is about to go.
internal sealed class ImagePruner(ImageStore images, StateWriter writer, RunIdentity identity, ChannelInfo server, TimeProvider time)
{
    public async Task<IReadOnlyList<PrunedImages>> PruneAsync(PruneRequest request, DatabaseState state, Lease lease, CancellationToken cancellationToken)
    {
        var pruned = new List<PrunedImages>();
        foreach (var found in await images.SummariseAsync([], request.OlderThan, cancellationToken).ConfigureAwait(false))
        {
            if ((request.Tree is not null && found.Tree != request.Tree) || state.Find(found.Tree, found.Id) is { IsUnfinished: true })
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            lease.Confirm();
            await writer.ForgetImagesAsync(found.Tree, found.Id, lease.Token, cancellationToken).ConfigureAwait(false);
            await images.ForgetAsync(found.Tree, found.Id, cancellationToken).ConfigureAwait(false);
            await writer.AppendAsync(Entry(found), null, cancellationToken).ConfigureAwait(false);
            pruned.Add(new PrunedImages { Tree = found.Tree, Id = found.Id, Documents = found.Documents, Bytes = found.Bytes });
        }

        return [.. pruned.OrderBy(p => p.Tree, StringComparer.Ordinal).ThenBy(p => p.Id, StringComparer.Ordinal)];
    }

    private JournalEntry Entry(ImageSummary found) => identity.Entry("prune", server, time) with
    {
        Tree = found.Tree,
        Id = found.Id,
        Detail = $"Deleted the images of {found.Documents} document(s), {found.Bytes} bytes.",
    };
}
