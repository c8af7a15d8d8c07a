using Migrations.Bytes;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds.TypeMoves;

// Nothing but the names of types.
internal sealed class TypeMoveTransform(TypeRewriting types) : IDocumentTransform
{
    public DocumentChange? Apply(RawDocument document) => (types.Before ?? types.After)?.Rewrite(document) is { } after ? DocumentChange.Between(document, after) : null;
}
