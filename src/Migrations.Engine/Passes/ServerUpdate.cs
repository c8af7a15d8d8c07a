using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using MongoDB.Bson;

namespace Migrations.Engine.Passes;

// What the server updates by itself, and in which documents.
internal sealed record ServerUpdate(string Collection, BsonDocument Filter, BsonValue Update)
{
    // One line each, where the update was made of steps.
    public IReadOnlyList<string> Steps { get; init; } = [];

    public Command ToCommand(string database, BsonDocument filter, bool isInTransaction)
    {
        var statement = new BsonDocument { { "q", filter }, { "u", Update }, { "multi", true } };
        var body = new BsonDocument { { "update", Collection }, { "updates", new BsonArray([statement]) } };
        body.AddRange(isInTransaction ? [] : new BsonDocument(DurableConcern.Name, DurableConcern.Value));
        return new Command(database, body.ToRaw()) { Kind = CommandKind.Write };
    }
}
