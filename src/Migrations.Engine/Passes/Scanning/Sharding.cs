using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using MongoDB.Bson;

namespace Migrations.Engine.Passes.Scanning;

// How a collection is sharded.
internal sealed record Sharding
{
    public static Sharding None { get; } = new();

    // The fields of the shard key except _id. An update that names them goes to one shard instead of all.
    public IReadOnlyList<string> KeyPaths { get; init; } = [];

    // Where the cluster itself cuts the collection by _id, in its own order.
    public IReadOnlyList<BsonValue> Cuts { get; init; } = [];

    // A field that the document lacks says nothing, and the server asks all shards.
    public void WriteKey(RawWriter filter, RawDocument document)
    {
        foreach (var path in KeyPaths)
        {
            if (TryFind(document, path, out var value))
            {
                filter.WriteRaw(path, value);
            }
        }
    }

    private static bool TryFind(RawDocument document, string path, out RawValue value)
    {
        var names = path.Split('.');
        value = default;
        for (var i = 0; i < names.Length; i++)
        {
            if (!document.TryGetValue(names[i], out value))
            {
                return false;
            }

            if (i < names.Length - 1)
            {
                if (value.Type != BsonType.Document)
                {
                    return false;
                }

                document = value.AsDocument;
            }
        }

        return true;
    }
}

// Reads the cluster's own metadata. They are only a help: without the right to read them, a collection is treated like any other.
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
