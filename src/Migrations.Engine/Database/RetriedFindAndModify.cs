using Migrations.Bytes;
using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine.Database.Commands;

namespace Migrations.Engine.Database;

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
