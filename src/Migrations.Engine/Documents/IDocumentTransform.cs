using Migrations.Bson;

namespace Migrations.Engine.Documents;

// Disposed by the worker that it was made for; most hold nothing.
internal interface IDocumentTransform : IDisposable
{
    // Null when the document stays as it is.
    DocumentChange? Apply(RawBsonDocument document);

    void IDisposable.Dispose()
    {
    }
}
