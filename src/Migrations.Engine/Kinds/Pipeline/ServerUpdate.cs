using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Kinds.Fields;
using Migrations.Expressions;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Pipeline;

// What the server does by itself, and to which documents.
internal sealed record ServerUpdate(string Collection, BsonDocument Filter, BsonValue Update)
{
    // One line each, where the update was made of steps.
    public IReadOnlyList<string> Steps { get; private init; } = [];

    public static bool IsFor(MigrationBody body) => body is PipelineMigration or FieldMigration;

    // Null for a body that reads its documents.
    public static ServerUpdate? Of(DocumentMigration body, MigrationDirection direction) => body switch
    {
        PipelineMigration pipeline when direction == MigrationDirection.Up => new ServerUpdate(body.Collection, body.RenderFilter(direction), pipeline.Update.ToBsonValue()),
        PipelineMigration => new ServerUpdate(body.Collection, body.RenderFilter(direction), ((IReversiblePipeline)body).DownUpdate.ToBsonValue()),
        FieldMigration fields => Of(body.Collection, FieldProgram.Of(fields, direction)),
        _ => null,
    };

    public Command ToCommand(string database, BsonDocument filter, bool isInTransaction)
    {
        var statement = new BsonDocument { { "q", filter }, { "u", Update }, { "multi", true } };
        var body = new BsonDocument { { "update", Collection }, { "updates", new BsonArray([statement]) } };
        body.AddRange(isInTransaction ? [] : new BsonDocument(Durable.Name, Durable.Concern));
        return new Command(database, body.ToRaw()) { Kind = CommandKind.Write };
    }

    private static ServerUpdate Of(string collection, FieldProgram program) => new(collection, program.Filter, program.Pipeline) { Steps = program.Steps };
}
