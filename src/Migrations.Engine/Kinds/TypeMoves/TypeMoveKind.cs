using Migrations.Engine.Model;
using Migrations.Bytes;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds.TypeMoves;

internal sealed class TypeMoveKind : TransformKind
{
    public override string Name => "types";

    public override string Summary => "names of moved types";

    internal override bool Includes(Type migration) => typeof(TypeMoveMigration).IsAssignableFrom(migration);

    internal override bool IsReversible(Type migration) => typeof(IReversibleTypes).IsAssignableFrom(migration);

    internal override WayBack Complete(WayBack way, MigrationDescriptor migration, MigrationBody body) => base.Complete(way, migration, body) with { IsOfTypes = migration.IsReversible };

    public override IDocumentTransform CreateTransform(DocumentMigration body, MigrationDirection direction, TypeMap? earlier) => new TypeMoveTransform(TypeRewriting.For(body, direction, earlier));
}

// Only changes the names of types.
internal sealed class TypeMoveTransform(TypeRewriting types) : IDocumentTransform
{
    public DocumentChange? Apply(RawDocument document) => (types.Before ?? types.After)?.Rewrite(document) is { } after ? DocumentChange.Between(document, after) : null;
}
