using Migrations.Bytes;
using Migrations.Engine.Database.Commands;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Database;

// A write command outside of transactions as a typed call, because only those are repeated by the driver after a lost connection, each under a number by which the
// server knows that it was done. A raw command cannot have such a number: taking one from the session by hand corrupts data.
internal abstract class RetriedWrite(string database, string collection, WriteConcern concern)
{
    // Null: the command has something that this way cannot express. It is then sent as it is, and not repeated.
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

    // An operator first makes an update, a list makes a pipeline; everything else is a new document.
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

// Changes one document and returns it.
internal sealed class RetriedFindAndModify : RetriedWrite
{
    private readonly FilterDefinition<RawBsonDocument> _filter;
    private readonly UpdateDefinition<RawBsonDocument> _update;
    private readonly FindOneAndUpdateOptions<RawBsonDocument> _options;

    private RetriedFindAndModify(string database, WriteCommand write, WriteConcern concern, RawDocument filter, RawValue update, FindOneAndUpdateOptions<RawBsonDocument> options)
        : base(database, write.Collection, concern)
    {
        _filter = new BsonDocumentFilterDefinition<RawBsonDocument>(Raw(filter));
        _update = Update(update);
        _options = options;
    }

    public static IReadOnlyList<string> Fields { get; } = ["query", "update", "new", "upsert"];

    public static RetriedFindAndModify? TryRead(string database, WriteCommand write, WriteConcern concern)
    {
        var body = write.Statements[0];
        if (!body.TryGetValue("query"u8, out var filter) || !body.TryGetValue("update"u8, out var update) || IsReplacement(update))
        {
            return null;
        }

        var options = new FindOneAndUpdateOptions<RawBsonDocument>
        {
            IsUpsert = body.TryGetValue("upsert"u8, out var upsert) && upsert.ToBoolean(),
            ReturnDocument = body.TryGetValue("new"u8, out var isNew) && isNew.ToBoolean() ? ReturnDocument.After : ReturnDocument.Before,
        };
        return new RetriedFindAndModify(database, write, concern, filter.AsDocument, update, options);
    }

    protected override async Task<CommandReply> RunAsync(IMongoCollection<RawBsonDocument> collection, IClientSessionHandle? session, CancellationToken cancellationToken)
    {
        using var found = session is null
            ? await collection.FindOneAndUpdateAsync(_filter, _update, _options, cancellationToken).ConfigureAwait(false)
            : await collection.FindOneAndUpdateAsync(session, _filter, _update, _options, cancellationToken).ConfigureAwait(false);
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        writer.WriteDouble("ok"u8, 1.0);
        if (found is null)
        {
            writer.WriteNull("value"u8);
        }
        else
        {
            writer.WriteRaw("value"u8, BsonType.Document, MongoDB.Bson.BsonExtensionMethods.ToBson(found));
        }

        writer.WriteEndDocument();
        return new CommandReply(writer.ToRawDocument());
    }
}
