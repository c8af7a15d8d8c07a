using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Running.DryRuns;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Running.Rehearsing;

// A small collection as it is at one moment, copied. Null where it has more than what may be held.
internal sealed class CollectionSnapshot
{
    private const long MostBytes = 64 * 1024 * 1024;
    private readonly Dictionary<BsonValue, RawDocument> _documents = [];

    public static async Task<CollectionSnapshot?> ReadAsync(ICommandChannel channel, string database, string collection, DryRunLimits limits, IChannelSession session, CancellationToken cancellationToken)
    {
        var (snapshot, bytes) = (new CollectionSnapshot(), 0L);
        var reader = new PageReader(channel, database, collection, []);
        BsonValue? last = null;
        while (true)
        {
            using var page = await reader.ReadAfterAsync(IdRange.Whole, last, limits.BatchSize, session, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                return snapshot;
            }

            foreach (var document in page)
            {
                bytes += document.Length;
                snapshot._documents.Add(DocumentId.Of(document), new RawDocument(document.Bytes.ToArray()));
            }

            if (snapshot._documents.Count > limits.MaxDocuments || bytes > MostBytes)
            {
                return null;
            }

            last = DocumentId.Of(page[^1]);
        }
    }

    public void CompareWith(CollectionSnapshot after, DocumentComparison comparison)
    {
        foreach (var (id, before) in _documents)
        {
            comparison.Compare(id, before, after._documents.TryGetValue(id, out var current) ? current : null);
        }

        foreach (var (id, current) in after._documents.Where(d => !_documents.ContainsKey(d.Key)))
        {
            comparison.Compare(id, null, current);
        }
    }
}
