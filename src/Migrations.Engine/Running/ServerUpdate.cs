using Migrations.Bson;
using Migrations.Engine.Declaring;

namespace Migrations.Engine.Running;

// What the server does by itself, and to which documents.
internal sealed record ServerUpdate(string Collection, BsonDocument Filter, BsonValue Update)
{
    // One line each, where the update was made of steps.
    public IReadOnlyList<string> Steps { get; private init; } = [];

    public static bool IsFor(MigrationBody body) => body is PipelineMigration or FieldMigration;

    // Null for a body that reads its documents.
    public static ServerUpdate? Of(DocumentMigration body, MigrationDirection direction) => body switch
    {
        PipelineMigration pipeline when direction == MigrationDirection.Up => new ServerUpdate(body.Collection, body.Filter.ToDocument(), pipeline.Update.ToBsonValue()),
        PipelineMigration => new ServerUpdate(body.Collection, body.DownFilter.ToDocument(), ((IReversiblePipeline)body).DownUpdate.ToBsonValue()),
        FieldMigration fields => Of(body.Collection, FieldProgram.Of(fields, direction)),
        _ => null,
    };

    private static ServerUpdate Of(string collection, FieldProgram program) => new(collection, program.Filter, program.Pipeline) { Steps = program.Steps };
}
