using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database.Commands;
using MongoDB.Driver;

namespace Migrations.Engine.Database;

// A write command outside of transactions as a typed call, because only those are repeated by the driver after a lost connection, each under a number by which the
// server knows that it was done. A raw command cannot have such a number: taking one from the session by hand corrupts data.
internal abstract class RetriedWrite(string database, string collection, WriteConcern concern)
{
    // Null: the command says something that this way cannot say. It is then sent as it is, and not repeated.
    public static RetriedWrite? TryRead(Command command, CommandBody body, Concerns concerns)
    {
        if (WriteCommand.TryRead(command, body) is not { } write)
        {
            return null;
        }

        var concern = WriteConcern.FromBsonDocument(MongoDB.Bson.Serialization.BsonSerializer.Deserialize<MongoDB.Bson.BsonDocument>(write.WriteConcern?.Bytes.ToArray() ?? concerns.WriteConcern));
        return body.Name == "findAndModify"
            ? RetriedFindAndModify.TryRead(command.Database, write, concern)
            : RetriedBulkWrite.TryRead(command.Database, body.Name, write, concern, command.TellsEach);
    }

    public Task<CommandReply> RunAsync(IMongoClient client, IClientSessionHandle? session, CancellationToken cancellationToken)
    {
        var settings = new MongoCollectionSettings { AssignIdOnInsert = false, WriteConcern = concern };
        return RunAsync(client.GetDatabase(database).GetCollection<RawBsonDocument>(collection, settings), session, cancellationToken);
    }

    protected abstract Task<CommandReply> RunAsync(IMongoCollection<RawBsonDocument> collection, IClientSessionHandle? session, CancellationToken cancellationToken);

    protected static RawBsonDocument Raw(RawDocument document) => new(document.Bytes.ToArray());

    // An operator in front makes an update, a list a pipeline; everything else is a new document.
    protected static bool IsReplacement(RawValue update)
    {
        if (update.Type != BsonType.Document)
        {
            return false;
        }

        foreach (var element in update.AsDocument)
        {
            return element.NameUtf8[0] != (byte)'$';
        }

        return true;
    }

    protected static UpdateDefinition<RawBsonDocument> Update(RawValue update) => update.Type == BsonType.Array
        ? new PipelineUpdateDefinition<RawBsonDocument>(new BsonDocumentStagePipelineDefinition<RawBsonDocument, RawBsonDocument>([.. Stages(update.AsArray)]))
        : new BsonDocumentUpdateDefinition<RawBsonDocument>(Raw(update.AsDocument));

    private static IEnumerable<MongoDB.Bson.BsonDocument> Stages(RawArray pipeline) => pipeline.Select(stage => Raw(stage.AsDocument));
}
