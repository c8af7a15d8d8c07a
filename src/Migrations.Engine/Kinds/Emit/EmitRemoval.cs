using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Kinds.Emit;

// Without transactions: compares what was emitted with what is there, and takes it back. What somebody has changed since is never deleted.
internal sealed class EmitRemoval(ICommandChannel channel, string database, EmitWriter writer)
{
    public async Task TakeBackAsync(IEnumerable<EmittedReference> emitted, CancellationToken cancellationToken)
    {
        foreach (var group in emitted.GroupBy(e => e.Collection, StringComparer.Ordinal))
        {
            var hashes = group.DistinctBy(e => e.Id).ToDictionary(e => e.Id, e => e.Hash);
            var stored = await ReadAsync(group.Key, [.. hashes.Keys], cancellationToken).ConfigureAwait(false);
            if (stored.Where(d => ContentHash.Of(d) != hashes[DocumentId.Of(d)]).ToList() is [var other, ..])
            {
                throw Changed(group.Key, DocumentId.Of(other));
            }

            if (stored.Count > 0 && await writer.DeleteAsync(group.Key, stored, null, cancellationToken).ConfigureAwait(false) < stored.Count)
            {
                await RequireGoneAsync(group.Key, [.. hashes.Keys], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // All that these became, but what was refused: that is somebody else's.
    public Task TakeBackAsync(IEnumerable<Emission> emissions, IReadOnlyList<InsertFailure> refused, CancellationToken cancellationToken)
    {
        var others = refused.Select(f => f.Insert).ToHashSet(ReferenceEqualityComparer.Instance);
        return TakeBackAsync(emissions.SelectMany(e => e.Inserts).Where(i => !others.Contains(i)).Select(Emission.ReferenceOf), cancellationToken);
    }

    // A document that an interrupted run has inserted already is refused the second time. That is well, if it is the same.
    public async Task<IReadOnlyList<InsertFailure>> ExceptRepeatedAsync(IReadOnlyList<InsertFailure> failures, IReadOnlySet<BsonValue> repeated, CancellationToken cancellationToken)
    {
        var left = failures.Where(f => !f.IsDuplicate || !repeated.Contains(f.Emission.Id)).ToList();
        foreach (var group in failures.Except(left).GroupBy(f => f.Insert.Collection, StringComparer.Ordinal))
        {
            var stored = (await ReadAsync(group.Key, [.. group.Select(f => f.Insert.Id)], cancellationToken).ConfigureAwait(false)).ToDictionary(DocumentId.Of, d => ContentHash.Of(d));
            left.AddRange(group.Where(f => !stored.TryGetValue(f.Insert.Id, out var hash) || hash != Emission.ReferenceOf(f.Insert).Hash));
        }

        return left;
    }

    private Task<IReadOnlyList<RawDocument>> ReadAsync(string collection, IReadOnlyList<BsonValue> ids, CancellationToken cancellationToken) =>
        new PageReader(channel, database, collection, []).ReadAllAgainAsync(ids, cancellationToken);

    private async Task RequireGoneAsync(string collection, IReadOnlyList<BsonValue> ids, CancellationToken cancellationToken)
    {
        if (await ReadAsync(collection, ids, cancellationToken).ConfigureAwait(false) is [var left, ..])
        {
            throw Changed(collection, DocumentId.Of(left));
        }
    }

    private static MigrationException Changed(string collection, BsonValue id) => new(
        MigrationErrorCode.DocumentChangedMeanwhile,
        $"The document {DocumentFailure.TextOf(id)} of '{collection}' was emitted by a batch that did not come to its end, and somebody changed it since. The document it was made of would become another one now, and this one is not deleted, because the change would be lost. Delete it or put it elsewhere, then run again; with transactions this does not happen.");
}
