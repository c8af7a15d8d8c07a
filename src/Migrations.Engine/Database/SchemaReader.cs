using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Database;

// What collections and indexes a database has.
internal sealed class SchemaReader(ICommandChannel channel, string database)
{
    public string Database => database;

    public async Task<BsonDocument?> FindCollectionAsync(string name, CancellationToken cancellationToken) =>
        (await ReadAsync(new BsonDocument { { "listCollections", 1 }, { "filter", new BsonDocument { { "name", name } } } }, cancellationToken).ConfigureAwait(false)) is [var found, ..] ? found : null;

    // All of them, views as well, so it takes the right to list them: one that is there and may not be read must not seem to be missing.
    public async Task<IEnumerable<string>> ListNamesAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(new BsonDocument { { "listCollections", 1 }, { "nameOnly", true } }, cancellationToken).ConfigureAwait(false)).Select(c => c["name"].AsString);

    // Asked in the way that needs no right but one on the collection itself.
    public async Task<bool> HasCollectionAsync(string name, CancellationToken cancellationToken) =>
        (await ReadAsync(new BsonDocument { { "listCollections", 1 }, { "filter", new BsonDocument { { "name", name } } }, { "nameOnly", true }, { "authorizedCollections", true } }, cancellationToken).ConfigureAwait(false)).Count > 0;

    // The first collection that is neither the server's own nor one of the state; null in an empty database.
    public async Task<string?> FindDataCollectionAsync(Func<string, bool> isState, CancellationToken cancellationToken)
    {
        var names = await ListNamesAsync(cancellationToken).ConfigureAwait(false);
        return names.Where(n => !isState(n) && !n.StartsWith("system.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    public async Task<IReadOnlyList<BsonDocument>> ListIndexesAsync(string collection, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(new BsonDocument { { "listIndexes", collection } }, cancellationToken).ConfigureAwait(false);
        }
        catch (CommandException e) when (e.ServerCode == 26)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<BsonDocument>> ReadAsync(BsonDocument body, CancellationToken cancellationToken)
    {
        var documents = new List<BsonDocument>();
        var cursor = await channel.OpenCursorAsync(new Command(database, body.ToRaw()) { Kind = CommandKind.Read }, null, cancellationToken).ConfigureAwait(false);
        await using (cursor.ConfigureAwait(false))
        {
            while (await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false))
            {
                documents.AddRange(cursor.CopyBatch());
            }
        }

        return documents;
    }
}
