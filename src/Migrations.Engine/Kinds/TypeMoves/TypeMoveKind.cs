using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds.TypeMoves;

internal sealed class TypeMoveKind : TransformKind
{
    public override string Name => "types";

    public override string Summary => "names of moved types";

    internal override bool Includes(Type migration) => typeof(TypeMoveMigration).IsAssignableFrom(migration);

    internal override bool IsReversible(Type migration) => typeof(IReversibleTypes).IsAssignableFrom(migration);

    public override IDocumentTransform CreateTransform(DocumentMigration body, MigrationDirection direction, TypeMap? earlier) => new TypeMoveTransform(TypeRewriting.For(body, direction, earlier));
}
