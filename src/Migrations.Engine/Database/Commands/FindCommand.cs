using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Database.Commands;

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
