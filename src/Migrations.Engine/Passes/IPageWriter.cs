using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;
using MongoDB.Bson;

namespace Migrations.Engine.Passes;

// Changes the documents of a page in a transaction. 'reached' is the position of the range, for the images; null in a trial, which keeps none.
internal interface IPageWriter : IDisposable
{
    // Called before the transaction reads: after that it sees nothing that is created outside it.
    void Begin()
    {
    }

    Task<ChangedPage> WriteAsync(DocumentPage page, IReadOnlyDictionary<BsonValue, DocumentFailure> refused, RangeCheckpoint? reached, IChannelSession session, CancellationToken cancellationToken);

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

// Changes documents in place, and keeps images if requested.
internal sealed class TransformPageWriter(TransformWork work) : IPageWriter
{
    public async Task<ChangedPage> WriteAsync(DocumentPage page, IReadOnlyDictionary<BsonValue, DocumentFailure> refused, RangeCheckpoint? reached, IChannelSession session, CancellationToken cancellationToken)
    {
        using var batch = await work.CreateBatchAsync(page, refused, cancellationToken).ConfigureAwait(false);
        var outcome = await work.Writer.WriteAsync(batch, session, cancellationToken).ConfigureAwait(false);
        if (outcome.Failures.Count > 0)
        {
            return new ChangedPage(page, page.Count) { Refused = outcome.Failures };
        }

        if (work.Images is not null && reached is not null)
        {
            await work.Images.KeepAsync(reached, batch.Changes, session, cancellationToken).ConfigureAwait(false);
        }

        return new ChangedPage(page, page.Count) { Failures = batch.Failures, Modified = batch.Changes.Count };
    }

    public void Dispose() => work.Dispose();
}

// The server's own update of the documents of a page. It does not say which document it refuses.
internal sealed class UpdatePageWriter(ICommandChannel channel, string database, ServerUpdate update) : IPageWriter
{
    public async Task<ChangedPage> WriteAsync(DocumentPage page, IReadOnlyDictionary<BsonValue, DocumentFailure> refused, RangeCheckpoint? reached, IChannelSession session, CancellationToken cancellationToken)
    {
        var filter = IdRange.Within(update.Filter, new BsonDocument("$in", new BsonArray(page.Select(DocumentId.Of))));
        using var reply = await channel.RunAsync(update.ToCommand(database, filter, isInTransaction: true), session, cancellationToken).ConfigureAwait(false);
        WriteReplies.ThrowOnErrors(reply.Document, "update", update.Collection);
        return new ChangedPage(page, page.Count) { Modified = WriteReplies.Count(reply.Document, "nModified"u8) };
    }
}
