using Migrations.Bytes;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Storage;
using MongoDB.Bson;

namespace Migrations.Engine.Passes;

// Documents of the old shape in parts of a collection that were gone through: others wrote them, and the way back leaves them alone. Only a migration whose filter tells has any.
internal sealed class OpenDocuments(PassSource way, IDocumentTransform? forecast, int pageSize)
{
    // At most one more than asked for.
    public async Task<IReadOnlyList<BsonValue>> FindAsync(IEnumerable<IdRange> parts, int most, CancellationToken cancellationToken)
    {
        var open = new List<BsonValue>();
        if (way.Kind.TellsMigrated(way.Body, MigrationDirection.Up))
        {
            foreach (var part in parts)
            {
                await FindAsync(part, open, most, cancellationToken).ConfigureAwait(false);
            }
        }

        return open;
    }

    private async Task FindAsync(IdRange part, List<BsonValue> open, int most, CancellationToken cancellationToken)
    {
        for (BsonValue? last = null; open.Count <= most;)
        {
            using var page = await way.Reader.ReadAfterAsync(part, last, pageSize, null, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                return;
            }

            await (forecast?.PrepareAsync(page, null, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            open.AddRange(page.Where(IsOpen).Select(DocumentId.Of).Take(most + 1 - open.Count));
            last = DocumentId.Of(page[^1]);
        }
    }

    // A filter may match documents that the migration leaves as they are, whether it has changed them before or not. What it fails on, it has not migrated.
    private bool IsOpen(RawDocument document)
    {
        try
        {
            return forecast is null || forecast.Apply(document) is not null;
        }
#pragma warning disable CA1031 // The author's code may throw anything.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return true;
        }
    }
}
