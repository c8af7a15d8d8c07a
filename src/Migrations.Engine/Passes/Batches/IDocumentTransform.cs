using Migrations.Bytes;
using Migrations.Engine.Database;

namespace Migrations.Engine.Passes.Batches;

// Disposed by the worker that it was made for; most hold nothing.
internal interface IDocumentTransform : IDisposable
{
    // Called with the documents of a batch before they are handed over one by one; with the session, if they were read in its transaction.
    Task PrepareAsync(IReadOnlyList<RawDocument> documents, IChannelSession? session, CancellationToken cancellationToken) => Task.CompletedTask;

    // Null when the document stays as it is.
    DocumentChange? Apply(RawDocument document);

    void IDisposable.Dispose()
    {
    }
}
