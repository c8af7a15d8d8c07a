using Migrations.Engine.Kinds;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Tests.Kinds;

internal static class Transforms
{
    public static IDocumentTransform Of(MigrationBody body, MigrationDirection direction, TypeMap? earlier = null) =>
        ((TransformKind)BodyKinds.Of(body.GetType())!).CreateTransform((DocumentMigration)body, direction, earlier);
}
