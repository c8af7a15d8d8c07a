using Migrations.Bytes;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Database.Commands;

// The collections of a database, or the indexes of a collection, as the driver takes it. It says of a collection that is not there that it has no indexes.
internal sealed record ListCommand(string? Collection, RawBsonDocument? Filter, int? BatchSize) : CursorCommand("listCollections")
{
    public static ListCommand? TryRead(Command command)
    {
        var isList = false;
        var list = new ListCommand(null, null, null);
        foreach (var element in command.Body)
        {
            var value = element.Value;
            switch (element.Name)
            {
                case "listCollections" when !isList:
                    isList = true;
                    break;
                case "listIndexes" when !isList && value.Type == BsonType.String:
                    isList = true;
                    list = list with { Name = "listIndexes", Collection = value.AsString };
                    break;
                case "filter" when isList && list.Collection is null:
                    list = list with { Filter = Raw(value) };
                    break;
                case "cursor" when TryReadBatchSize(value, out var size):
                    list = list with { BatchSize = size };
                    break;
                default:
                    return null;
            }
        }

        return isList ? list : null;
    }

    // The allowed content of `cursor`: nothing, or the size of its batches.
    public static bool TryReadBatchSize(RawValue cursor, out int? size)
    {
        size = null;
        var isKnown = cursor.Type == BsonType.Document;
        foreach (var element in isKnown ? cursor.AsDocument : RawDocument.Empty)
        {
            isKnown &= element.Name == "batchSize";
            size = isKnown ? element.Value.ToInt32() : null;
        }

        return isKnown;
    }

    public override async Task<IAsyncCursor<RawBsonDocument>> OpenAsync(IMongoDatabase database, MongoCollectionSettings settings, IClientSessionHandle? session, CancellationToken cancellationToken) =>
        new RawCursor(Collection is null
            ? await ListCollectionsAsync(database, session, cancellationToken).ConfigureAwait(false)
            : await ListIndexesAsync(database.GetCollection<RawBsonDocument>(Collection, settings).Indexes, session, cancellationToken).ConfigureAwait(false));

    private Task<IAsyncCursor<BsonDocument>> ListCollectionsAsync(IMongoDatabase database, IClientSessionHandle? session, CancellationToken cancellationToken)
    {
        var options = new ListCollectionsOptions { Filter = Filter, BatchSize = BatchSize };
        return session is null ? database.ListCollectionsAsync(options, cancellationToken) : database.ListCollectionsAsync(session, options, cancellationToken);
    }

    private Task<IAsyncCursor<BsonDocument>> ListIndexesAsync(IMongoIndexManager<RawBsonDocument> indexes, IClientSessionHandle? session, CancellationToken cancellationToken)
    {
        var options = new ListIndexesOptions { BatchSize = BatchSize };
        return session is null ? indexes.ListAsync(options, cancellationToken) : indexes.ListAsync(session, options, cancellationToken);
    }

    private sealed class RawCursor(IAsyncCursor<BsonDocument> cursor) : IAsyncCursor<RawBsonDocument>
    {
        public IEnumerable<RawBsonDocument> Current => cursor.Current.Select(document => new RawBsonDocument(document.ToBson()));

        public bool MoveNext(CancellationToken cancellationToken = default) => cursor.MoveNext(cancellationToken);

        public Task<bool> MoveNextAsync(CancellationToken cancellationToken = default) => cursor.MoveNextAsync(cancellationToken);

        public void Dispose() => cursor.Dispose();
    }
}
