using Migrations.Bson;

namespace Migrations.Engine.Documents;

internal interface IDocumentTransform
{
    // Null when the document stays as it is.
    DocumentChange? Apply(RawBsonDocument document);
}
