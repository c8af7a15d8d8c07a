using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Database.Commands;

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
