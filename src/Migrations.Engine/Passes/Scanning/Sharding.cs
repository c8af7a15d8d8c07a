using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Passes.Scanning;

// How a collection lies in a sharded cluster.
internal sealed record Sharding
{
    public static Sharding None { get; } = new();

    // The fields of the shard key but _id. An update that names them goes to one shard instead of all.
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
