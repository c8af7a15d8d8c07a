using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Passes.Scanning;

// Asks the cluster's own metadata. They are a help only: a user who may not read them gets what every other collection gets.
internal sealed class ShardingReader(ICommandChannel channel, string database, string collection)
{
    private readonly CollectionCommands _config = new(channel, "config");

    public async Task<Sharding> ReadAsync(DeploymentKind deployment, CancellationToken cancellationToken)
    {
        if (deployment != DeploymentKind.Sharded)
        {
            return Sharding.None;
        }

        try
        {
            var found = await _config.FindOneAsync("collections", new BsonDocument("_id", $"{database}.{collection}"), cancellationToken).ConfigureAwait(false);
            return found is not null && found.TryGetValue("key", out var key) && key is BsonDocument fields ? await ReadAsync(found, fields, cancellationToken).ConfigureAwait(false) : Sharding.None;
        }
        catch (CommandException e) when (e.ServerCode == ServerCodes.Unauthorized)
        {
            return Sharding.None;
        }
    }

    private async Task<Sharding> ReadAsync(BsonDocument found, BsonDocument key, CancellationToken cancellationToken)
    {
        var first = key.Elements.First();
        var isById = first.Name == "_id" && first.Value is not BsonString;
        return new Sharding
        {
            KeyPaths = [.. key.Names.Where(n => n != "_id")],
            Cuts = isById ? await ReadCutsAsync(found, cancellationToken).ConfigureAwait(false) : [],
        };
    }

    // Chunks name their collection by its UUID since MongoDB 5.0, and by its name before.
    private async Task<IReadOnlyList<BsonValue>> ReadCutsAsync(BsonDocument found, CancellationToken cancellationToken)
    {
        var chunks = found.TryGetValue("uuid", out var uuid) ? new BsonDocument("uuid", uuid) : new BsonDocument("ns", found["_id"]);
        var body = new BsonDocument { { "find", "chunks" }, { "filter", chunks }, { "sort", new BsonDocument("min", 1) }, { "projection", new BsonDocument("min._id", 1) } };
        var cuts = new List<BsonValue>();
        await foreach (var chunk in _config.ReadAsync(body, null, cancellationToken).ConfigureAwait(false))
        {
            var cut = chunk["min"].AsBsonDocument["_id"];
            if (cut is not BsonMinKey && (cuts.Count == 0 || !cuts[^1].Equals(cut)))
            {
                cuts.Add(cut);
            }
        }

        return cuts;
    }
}
