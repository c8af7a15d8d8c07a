using Migrations.Bytes;

namespace Migrations.Engine.Passes.Batches;

// Disposed by the worker that it was made for; most hold nothing.
internal interface IDocumentTransform : IDisposable
{
    // Null when the document stays as it is.
    DocumentChange? Apply(RawDocument document);

    void IDisposable.Dispose()
    {
    }
}
