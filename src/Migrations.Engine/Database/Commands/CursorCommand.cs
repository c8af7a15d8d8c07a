using Migrations.Bytes;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Database.Commands;

// A command that opens a cursor, as the driver takes it.
internal abstract record CursorCommand(string Name)
{
    // Null if it is another command, or has fields that are not known here. Collections and indexes come as objects of the driver, not as bytes, so they go this way only
    // where they have to: to one mongos of several.
    public static CursorCommand? TryRead(Command command, DeploymentKind deployment) => FindCommand.TryRead(command) ?? AggregateCommand.TryRead(command)
        ?? (deployment == DeploymentKind.Sharded ? ListCommand.TryRead(command) : (CursorCommand?)null);

    public abstract Task<IAsyncCursor<RawBsonDocument>> OpenAsync(IMongoDatabase database, MongoCollectionSettings settings, IClientSessionHandle? session, CancellationToken cancellationToken);

    protected static RawBsonDocument Raw(RawValue value) => new(value.AsDocument.Bytes.ToArray());
}

// A find as the driver takes it.
internal sealed record FindCommand(string Collection, FilterDefinition<MongoDB.Bson.RawBsonDocument> Filter, FindOptions<MongoDB.Bson.RawBsonDocument, MongoDB.Bson.RawBsonDocument> Options) : CursorCommand("find")
{
    // Null if it is another command, or has a field that is not known here.
    public static FindCommand? TryRead(Command command)
    {
        string? collection = null;
        FilterDefinition<MongoDB.Bson.RawBsonDocument> filter = FilterDefinition<MongoDB.Bson.RawBsonDocument>.Empty;
        var options = new FindOptions<MongoDB.Bson.RawBsonDocument, MongoDB.Bson.RawBsonDocument> { MaxTime = command.Timeout };
        var isSingle = false;
        foreach (var element in command.Body)
        {
            var value = element.Value;
            switch (element.Name)
            {
                case "find" when collection is null:
                    collection = value.AsString;
                    break;
                case "filter":
                    filter = new BsonDocumentFilterDefinition<MongoDB.Bson.RawBsonDocument>(Raw(value));
                    break;
                case "sort":
                    options.Sort = new BsonDocumentSortDefinition<MongoDB.Bson.RawBsonDocument>(Raw(value));
                    break;
                case "projection":
                    options.Projection = new BsonDocumentProjectionDefinition<MongoDB.Bson.RawBsonDocument, MongoDB.Bson.RawBsonDocument>(Raw(value));
                    break;
                case "limit":
                    options.Limit = value.ToInt32();
                    break;
                case "skip":
                    options.Skip = value.ToInt32();
                    break;
                case "batchSize":
                    options.BatchSize = value.ToInt32();
                    break;
                case "singleBatch":
                    isSingle = value.ToBoolean();
                    break;
                case "comment" when value.Type == BsonType.String:
                    options.Comment = value.AsString;
                    break;
                default:
                    return null;
            }
        }

        // The driver's way of asking for one batch.
        options.Limit = isSingle ? -options.Limit : options.Limit;
        return collection is null || (isSingle && options.Limit is null) ? null : new FindCommand(collection, filter, options);
    }

    public override Task<IAsyncCursor<MongoDB.Bson.RawBsonDocument>> OpenAsync(IMongoDatabase database, MongoCollectionSettings settings, IClientSessionHandle? session, CancellationToken cancellationToken)
    {
        var collection = database.GetCollection<MongoDB.Bson.RawBsonDocument>(Collection, settings);
        return session is null ? collection.FindAsync(Filter, Options, cancellationToken) : collection.FindAsync(session, Filter, Options, cancellationToken);
    }
}

// An aggregate of a collection as the driver takes it.
internal sealed record AggregateCommand(string Collection, IReadOnlyList<RawBsonDocument> Stages, AggregateOptions Options) : CursorCommand("aggregate")
{
    public static AggregateCommand? TryRead(Command command)
    {
        string? collection = null;
        IReadOnlyList<RawBsonDocument>? stages = null;
        var options = new AggregateOptions { MaxTime = command.Timeout };
        foreach (var element in command.Body)
        {
            var value = element.Value;
            switch (element.Name)
            {
                case "aggregate" when collection is null && value.Type == BsonType.String:
                    collection = value.AsString;
                    break;
                case "pipeline" when value.Type == BsonType.Array:
                    stages = [.. value.AsArray.Select(Raw)];
                    break;
                case "cursor" when ListCommand.TryReadBatchSize(value, out var size):
                    options.BatchSize = size;
                    break;
                case "allowDiskUse":
                    options.AllowDiskUse = value.ToBoolean();
                    break;
                case "hint" when value.Type == BsonType.Document:
                    options.Hint = Raw(value);
                    break;
                case "comment" when value.Type == BsonType.String:
                    options.Comment = value.AsString;
                    break;
                default:
                    return null;
            }
        }

        return collection is null || stages is null ? null : new AggregateCommand(collection, stages, options);
    }

    public override Task<IAsyncCursor<RawBsonDocument>> OpenAsync(IMongoDatabase database, MongoCollectionSettings settings, IClientSessionHandle? session, CancellationToken cancellationToken)
    {
        var collection = database.GetCollection<RawBsonDocument>(Collection, settings);
        var pipeline = new BsonDocumentStagePipelineDefinition<RawBsonDocument, RawBsonDocument>(Stages);
        return session is null ? collection.AggregateAsync(pipeline, Options, cancellationToken) : collection.AggregateAsync(session, pipeline, Options, cancellationToken);
    }
}
