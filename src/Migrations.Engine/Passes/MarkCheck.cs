using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Storage;
using MongoDB.Bson;

namespace Migrations.Engine.Passes;

// Whether documents that were just migrated still match the filter and would change again. Then nothing marks them as migrated, and a further pass would migrate them twice.
internal sealed class MarkCheck(PassSource pass, IDocumentTransform? forecast, bool isNeeded) : IDisposable
{
    private const int PageSize = 1000;
    private bool _isFound;

    public bool IsNeeded => isNeeded;

    // Those of a batch. 'isMigrated' tells them from what others have written since; in a transaction nobody can.
    public async Task<bool> IsMissingAsync(IEnumerable<BsonValue> migrated, Func<RawDocument, bool>? isMigrated, IChannelSession? session, CancellationToken cancellationToken)
    {
        List<BsonValue> left = [.. migrated];
        while (isNeeded && !_isFound && left.Count > 0)
        {
            using var page = await pass.Reader.ReadAgainAsync(left, session, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            await CheckAsync(page, isMigrated, session, cancellationToken).ConfigureAwait(false);
            // A reply holds only so many bytes, in the order of _id.
            var seen = page.Select(DocumentId.Of).ToHashSet();
            left.RemoveAll(seen.Contains);
        }

        return _isFound;
    }

    // All of a range, in the transaction that has updated it.
    public async Task<bool> IsMissingAsync(IdRange range, IChannelSession session, CancellationToken cancellationToken)
    {
        for (BsonValue? last = null; isNeeded && !_isFound;)
        {
            using var page = await pass.Reader.ReadAfterAsync(range, last, PageSize, session, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            await CheckAsync(page, null, session, cancellationToken).ConfigureAwait(false);
            last = DocumentId.Of(page[^1]);
        }

        return _isFound;
    }

    // Without a transaction, documents are chosen before the update: what others write meanwhile is not among them, unless it is one of these.
    public async Task<IReadOnlyList<BsonValue>> ChooseAsync(IdRange range, CancellationToken cancellationToken)
    {
        if (!isNeeded || _isFound)
        {
            return [];
        }

        using var page = await pass.Reader.ReadAfterAsync(range, null, PageSize, null, cancellationToken).ConfigureAwait(false);
        return [.. page.Select(DocumentId.Of)];
    }

    public void Dispose() => forecast?.Dispose();

    // If the server fails on one in a transaction, that has to be repeated. Then it is known already.
    private async Task CheckAsync(IReadOnlyList<RawDocument> matching, Func<RawDocument, bool>? isMigrated, IChannelSession? session, CancellationToken cancellationToken)
    {
        await (forecast?.PrepareAsync(matching, session, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        _isFound = matching.Any(document => (isMigrated is null || isMigrated(document)) && WouldChange(document));
    }

    // What fails on a migrated document must not come to it again either.
    private bool WouldChange(RawDocument document)
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
