using System.Globalization;
using Migrations.Bson;
using Migrations.Channel;

namespace Migrations;

public sealed partial class MigrationCollection
{
    /// <summary>Creates an index and returns its name. Runs outside the transaction; an equal index that exists already is no error.</summary>
    /// <param name="keys">The fields, for example <c>{ "name": 1, "created": -1 }</c>.</param>
    /// <param name="options">Name, uniqueness and the like.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    public async Task<string> CreateIndexAsync(BsonExpression keys, IndexOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        options ??= new IndexOptions();
        var key = keys.ToDocument();
        var name = options.Name ?? NameOf(key);
        var index = new BsonDocument { { "key", key }, { "name", name } }
            .AddIf(options.Unique, "unique", true)
            .AddIf(options.Sparse, "sparse", true)
            .AddIf(options.PartialFilter is not null, "partialFilterExpression", options.PartialFilter?.ToDocument())
            .AddIf(options.ExpireAfter is not null, "expireAfterSeconds", (long)(options.ExpireAfter?.TotalSeconds ?? 0))
            .AddRange(options.Further?.ToDocument());
        await _database.RunSchemaCommandAsync(new BsonDocument { { "createIndexes", Name }, { "indexes", new BsonArray([index]) } }, cancellationToken).ConfigureAwait(false);
        return name;
    }

    /// <summary>Drops an index by its name. Runs outside the transaction; an index that does not exist is no error.</summary>
    public async Task DropIndexAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            await _database.RunSchemaCommandAsync(new BsonDocument { { "dropIndexes", Name }, { "index", name } }, cancellationToken).ConfigureAwait(false);
        }
        catch (MongoCommandException e) when (e.ServerCode is 26 or 27)
        {
            // NamespaceNotFound, IndexNotFound: it is gone already, which is what was wanted.
        }
    }

    /// <summary>The specifications of the collection's indexes; empty when it does not exist.</summary>
    public async Task<IReadOnlyList<BsonDocument>> ListIndexesAsync(CancellationToken cancellationToken = default)
    {
        var command = new Command(_database.Name, new BsonDocument { { "listIndexes", Name } }.ToRaw()) { Kind = CommandKind.Read };
        var indexes = new List<BsonDocument>();
        try
        {
            await foreach (var index in _database.ReadAsync(command, null, cancellationToken).ConfigureAwait(false))
            {
                indexes.Add(index);
            }
        }
        catch (MongoCommandException e) when (e.ServerCode == 26)
        {
            // NamespaceNotFound: no collection, no indexes.
        }

        return indexes;
    }

    private static string NameOf(BsonDocument key) =>
        string.Join('_', key.Elements.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Name}_{(e.Value is BsonString text ? text.Value : e.Value.ToString())}")));
}
