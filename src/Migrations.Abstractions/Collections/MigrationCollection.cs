using Migrations.Bson;
using Migrations.Channel;

namespace Migrations;

/// <summary>A collection of the migrated database; the names follow the official driver.</summary>
public sealed partial class MigrationCollection
{
    private readonly MigrationDatabase _database;

    internal MigrationCollection(MigrationDatabase database, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _database = database;
        Name = name;
    }

    /// <summary>The collection's name.</summary>
    public string Name { get; }

    /// <summary>Finds documents, batch by batch.</summary>
    /// <param name="filter">Which documents. Default: all.</param>
    /// <param name="options">Order, projection, limits.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public IAsyncEnumerable<BsonDocument> FindAsync(BsonExpression? filter = null, FindOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new FindOptions();
        var body = new BsonDocument { { "find", Name }, { "filter", FilterOf(filter) } }
            .AddIf(options.Sort is not null, "sort", options.Sort?.ToDocument())
            .AddIf(options.Projection is not null, "projection", options.Projection?.ToDocument())
            .AddIf(options.Skip > 0, "skip", options.Skip)
            .AddIf(options.Limit > 0, "limit", options.Limit)
            .AddIf(true, "batchSize", options.BatchSize);
        return ReadAsync(body, CommandKind.Read, cancellationToken);
    }

    /// <summary>The first document found, or null.</summary>
    public async Task<BsonDocument?> FindOneAsync(BsonExpression? filter = null, FindOptions? options = null, CancellationToken cancellationToken = default)
    {
        await foreach (var document in FindAsync(filter, (options ?? new FindOptions()) with { Limit = 1 }, cancellationToken).ConfigureAwait(false))
        {
            return document;
        }

        return null;
    }

    /// <summary>Runs an aggregation pipeline and reads its results.</summary>
    public IAsyncEnumerable<BsonDocument> AggregateAsync(BsonExpression pipeline, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        var stages = pipeline.ToPipeline();
        var writes = stages.Count > 0 && stages[^1] is BsonDocument last && (last.Contains("$out") || last.Contains("$merge"));
        var body = new BsonDocument { { "aggregate", Name }, { "pipeline", stages }, { "cursor", new BsonDocument() } };
        return ReadAsync(body, writes ? CommandKind.Write : CommandKind.Read, cancellationToken);
    }

    /// <summary>Counts the documents that a filter matches.</summary>
    public async Task<long> CountDocumentsAsync(BsonExpression? filter = null, CancellationToken cancellationToken = default)
    {
        BsonArray pipeline =
        [
            new BsonDocument { { "$match", FilterOf(filter) } },
            new BsonDocument { { "$group", new BsonDocument { { "_id", 1 }, { "n", new BsonDocument { { "$sum", 1 } } } } } },
        ];
        await foreach (var group in AggregateAsync(pipeline, cancellationToken).ConfigureAwait(false))
        {
            return group["n"].ToInt64();
        }

        return 0;
    }

    /// <summary>The distinct values of a field.</summary>
    public async Task<IReadOnlyList<BsonValue>> DistinctAsync(string field, BsonExpression? filter = null, CancellationToken cancellationToken = default)
    {
        var body = new BsonDocument { { "distinct", Name }, { "key", field }, { "query", FilterOf(filter) } };
        var reply = await _database.RunAsync(new Command(_database.Name, body.ToRaw()) { Kind = CommandKind.Read }, _database.Session, cancellationToken).ConfigureAwait(false);
        return [.. reply["values"].AsBsonArray];
    }

    private static BsonDocument FilterOf(BsonExpression? filter) => filter?.ToDocument() ?? [];

    private IAsyncEnumerable<BsonDocument> ReadAsync(BsonDocument body, CommandKind kind, CancellationToken cancellationToken) =>
        _database.ReadAsync(new Command(_database.Name, body.ToRaw()) { Kind = kind }, _database.Session, cancellationToken);
}
