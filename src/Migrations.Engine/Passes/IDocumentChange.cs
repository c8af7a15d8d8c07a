using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes;

// Changes the documents of a page in a transaction. Reached is where the range stands, for the images that are kept; null in a trial, which keeps none.
internal interface IDocumentChange : IDisposable
{
    // Before the transaction reads: from then on it sees nothing that is made outside of it.
    void Begin()
    {
    }

    Task<ChangedPage> RunAsync(DocumentPage page, IReadOnlyDictionary<BsonValue, DocumentFailure> refused, Checkpoint? reached, IChannelSession session, CancellationToken cancellationToken);

    void IDisposable.Dispose()
    {
    }
}

// What came of the first documents of a page: it may become more than fits into one batch.
internal sealed record ChangedPage(DocumentPage Page, int Count)
{
    // Those that the author's code, the mapping or an attempt before this one failed on.
    public IReadOnlyList<DocumentFailure> Failures { get; init; } = [];

    // Those that the server has refused now. The transaction is gone with them.
    public IReadOnlyList<DocumentFailure> Refused { get; init; } = [];

    public long Inserted { get; init; }

    public long Modified { get; init; }

    public long Deleted { get; init; }

    public bool IsWhole => Count == Page.Count;

    public BsonValue LastId => DocumentId.Of(Page[Count - 1]);

    public IEnumerable<BsonValue> Ids => Page.Take(Count).Select(DocumentId.Of);
}
