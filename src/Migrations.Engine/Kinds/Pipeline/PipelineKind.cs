using Migrations.Engine.Passes;
using Migrations.Expressions;

namespace Migrations.Engine.Kinds.Pipeline;

internal sealed class PipelineKind : ServerKind
{
    public override string Name => "pipeline";

    public override string Summary => "an update that the server carries out";

    internal override bool Includes(Type migration) => typeof(PipelineMigration).IsAssignableFrom(migration);

    internal override bool IsReversible(Type migration) => typeof(IReversiblePipeline).IsAssignableFrom(migration);

    // The filter of such a body leaves out migrated documents.
    public override bool TellsMigrated(DocumentMigration body, MigrationDirection direction) => direction == MigrationDirection.Up && body.RenderFilter(direction).ElementCount > 0;

    public override ServerUpdate UpdateOf(DocumentMigration body, MigrationDirection direction)
    {
        var update = direction == MigrationDirection.Up ? ((PipelineMigration)body).Update : ((IReversiblePipeline)body).DownUpdate;
        return new ServerUpdate(body.Collection, body.RenderFilter(direction), update.ToBsonValue());
    }
}
