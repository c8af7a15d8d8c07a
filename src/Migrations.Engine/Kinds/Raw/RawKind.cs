using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;

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
