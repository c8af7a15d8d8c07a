using Migrations.Bytes;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Raw;

internal sealed class RawKind : TransformKind
{
    public override string Name => "raw";

    public override string Summary => "document by document, bytes";

    internal override bool Includes(Type migration) => typeof(RawDocumentMigration).IsAssignableFrom(migration);

    internal override bool IsReversible(Type migration) => typeof(IReversibleDocument).IsAssignableFrom(migration);

    public override IDocumentTransform CreateTransform(DocumentMigration body, MigrationDirection direction, TypeMap? earlier)
    {
        var types = TypeRewriting.For(body, direction, earlier);
        return new RawTransform(direction == MigrationDirection.Up ? ((RawDocumentMigration)body).Up : ((IReversibleDocument)body).Down, types);
    }
}

internal sealed class RawTransform(Action<RawDocument, DocumentUpdate> body, TypeRewriting types) : IDocumentTransform
{
    private readonly DocumentUpdate _update = new();

    public DocumentChange? Apply(RawDocument document)
    {
        var rewritten = types.Before?.Rewrite(document);
        _update.Clear();
        body(rewritten ?? document, _update);
        return rewritten is null && types.After is null ? AsSaid() : AsDifference(document, (rewritten ?? document).ToBsonDocument());
    }

    public void Dispose() => _update.Dispose();

    private DocumentChange? AsSaid() => _update.IsEmpty ? null : new DocumentChange(new RawValue(BsonType.Document, _update.ToUpdate().Bytes), null);

    // New names of types and the author's changes may meet in one field: both are carried out here, and the difference is written.
    private DocumentChange? AsDifference(RawDocument before, BsonDocument after) => UpdatePath.Apply(after, _update.ToUpdate()) is [var path, ..]
        ? throw new DocumentMappingException($"The migration sets '{path}', but there is no document or array to set it in. Set the field above it.")
        : DocumentChange.Between(before, types.AfterBody(after.ToRaw()));
}
