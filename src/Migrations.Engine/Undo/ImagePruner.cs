using Migrations.Engine.Database.Commands;
using Migrations.Engine.Model;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Images;
using Migrations.Engine.Storage.Locking;

namespace Migrations.Engine.Undo;

// Deletes images of finished migrations of this plugin: those of others in the same database are not its business. The record is updated first, so that nobody plans with images that are about to be deleted.
internal sealed class ImagePruner(RevisionGraph graph, ImageStore images, StateWriter writer, Journal journal, ChannelInfo server)
{
    public async Task<IReadOnlyList<PrunedImages>> PruneAsync(PruneRequest request, DatabaseState state, Lease lease, CancellationToken cancellationToken)
    {
        var pruned = new List<PrunedImages>();
        foreach (var found in await images.SummariseAsync([], request.OlderThan, cancellationToken).ConfigureAwait(false))
        {
            if ((request.Tree is not null && found.Tree != request.Tree) || !IsOwn(found.Tree, state) || state.Find(found.Tree, found.Id) is { IsUnfinished: true })
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            lease.Confirm();
            await writer.ForgetImagesAsync(found.Tree, found.Id, lease.Token, cancellationToken).ConfigureAwait(false);
            await images.ForgetAsync(found.Tree, found.Id, cancellationToken).ConfigureAwait(false);
            await journal.AppendAsync(Entry(found), null, cancellationToken).ConfigureAwait(false);
            pruned.Add(new PrunedImages { Tree = found.Tree, Id = found.Id, Documents = found.Documents, Bytes = found.Bytes });
        }

        return [.. pruned.OrderBy(p => p.Tree, StringComparer.Ordinal).ThenBy(p => p.Id, StringComparer.Ordinal)];
    }

    // A tree that is no longer in the plugin has its records.
    private bool IsOwn(string tree, DatabaseState state) => graph.Trees.Any(t => t.Name == tree) || state.RecordsOf(tree).Any();

    private JournalEntry Entry(ImageSummary found) => journal.NewEntry(JournalEvent.Prune, server) with
    {
        Tree = found.Tree,
        Id = found.Id,
        Detail = $"Deleted the images of {found.Documents} document(s), {found.Bytes} bytes.",
    };
}

/// <summary>Which before images are to be deleted.</summary>
internal sealed record PruneRequest
{
    /// <summary>Only of this tree; null for all.</summary>
    public string? Tree { get; init; }

    /// <summary>Only of migrations whose newest image is at least this old by the server's clock; null for all.</summary>
    public TimeSpan? OlderThan { get; init; }
}

/// <summary>The before images of one migration that were deleted; it cannot be rolled back from them any more.</summary>
internal sealed record PrunedImages
{
    /// <summary>The tree.</summary>
    public required string Tree { get; init; }

    /// <summary>The migration's id.</summary>
    public required string Id { get; init; }

    /// <summary>How many documents they held.</summary>
    public long Documents { get; init; }

    /// <summary>How many bytes they took, compressed.</summary>
    public long Bytes { get; init; }
}
