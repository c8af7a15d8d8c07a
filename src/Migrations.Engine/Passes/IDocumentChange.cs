using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes;

// Changes the documents of a page in a transaction. 'reached' is the position of the range, for the images; null in a trial, which keeps none.
internal interface IDocumentChange : IDisposable
{
    // Called before the transaction reads: after that it sees nothing that is created outside it.
    void Begin()
    {
    }

    Task<ChangedPage> RunAsync(DocumentPage page, IReadOnlyDictionary<BsonValue, DocumentFailure> refused, RangeCheckpoint? reached, IChannelSession session, CancellationToken cancellationToken);

    void IDisposable.Dispose()
    {
    }
}

// The outcome for the first documents of a page: the page may become more than fits into one batch.
internal sealed record ChangedPage(DocumentPage Page, int Count)
{
    // Those that the author's code, the mapping or an earlier attempt failed on.
    public IReadOnlyList<DocumentFailure> Failures { get; init; } = [];

    // Those that the server has refused now, which ended the transaction.
    public IReadOnlyList<DocumentFailure> Refused { get; init; } = [];

    public long Inserted { get; init; }

    public long Modified { get; init; }

    public long Deleted { get; init; }

    public long Kept { get; init; }

    public bool IsWhole => Count == Page.Count;

    public BsonValue LastId => DocumentId.Of(Page[Count - 1]);

    public IEnumerable<BsonValue> Ids => Page.Take(Count).Select(DocumentId.Of);
}
