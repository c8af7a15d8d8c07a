using System.Security.Cryptography;
using Migrations.Engine.Model;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Storage;

// A way back in the record of its migration. Queries and updates are bytes: not every server stores names that begin with '$'.
internal static class WayBackCodec
{
    // What a later version of the tool writes otherwise has another number, and is not read.
    private const int Version = 1;

    // The part that is only read when the way is taken.
    public const string Content = "data";

    public static BsonDocument Write(StoredWayBack stored) => new()
    {
        { "version", Version },
        { "complete", stored.Way.IsComplete },
        { "parent", stored.Parent },
        { "line", AppliedCodec.OrNull(stored.Line) },
        { "dependsOn", new BsonArray(stored.DependsOn) },
        { "checksum", AppliedCodec.OrNull(stored.Checksum) },
        { Content, new BsonBinaryData(Write(stored.Way).ToBson()) },
    };

    // Whether it says all that the way back needs.
    public static bool IsComplete(StateDocument? wayBack) => wayBack is not null && IsKnown(wayBack) && wayBack.Flag("complete");

    // Every field is checked where the record is read, whoever uses it; the content only where it is used.
    public static void Check(StateDocument? wayBack)
    {
        if (wayBack is not null && IsKnown(wayBack))
        {
            _ = (wayBack.TextOrNull("line"), wayBack.TextOrNull("checksum"));
        }
    }

    public static StoredPlace? PlaceOf(StateDocument? wayBack) => wayBack is null || !IsKnown(wayBack)
        ? null
        : new StoredPlace(wayBack.Text("parent"), [.. wayBack.ValuesOrNone("dependsOn").Select(d => d is BsonString need ? need.Value : throw wayBack.Fault("dependsOn", "an array of text"))]);

    // Null if there is none that this version reads.
    public static StoredWayBack? Read(StateDocument record)
    {
        if (record.DocumentOrNull("wayBack") is not { } wayBack || !IsKnown(wayBack))
        {
            return null;
        }

        if (wayBack.ValueOrNull(Content) is not BsonBinaryData content)
        {
            throw wayBack.Fault(Content, "binary data");
        }

        try
        {
            var dependsOn = wayBack.ValuesOrNone("dependsOn").Select(d => d.AsString);
            return new StoredWayBack(wayBack.Text("parent"), wayBack.TextOrNull("line"), [.. dependsOn], wayBack.TextOrNull("checksum"), ReadWay(BsonSerializer.Deserialize<BsonDocument>(content.Bytes)));
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or KeyNotFoundException or EndOfStreamException or BsonException)
        {
            throw wayBack.Fault(Content, "what this tool wrote there");
        }
    }

    public static string DigestOf(WayBack way) => Convert.ToHexStringLower(SHA256.HashData(Write(way).ToBson()));

    private static bool IsKnown(StateDocument wayBack) => wayBack.Count("version") == Version;

    private static BsonDocument Write(WayBack way) => new()
    {
        { "collection", AppliedCodec.OrNull(way.Collection) },
        { "filter", way.Filter },
        { "validator", way.Validator },
        { "types", new BsonArray(way.Types.Select(t => new BsonArray { t.Key, AppliedCodec.OrNull(t.Value) })) },
        { "rewrites", way.RewritesTypes },
        { "ofTypes", way.IsOfTypes },
        { "update", way.Update is { } update ? new BsonDocument { { "query", update.Query }, { "update", update.Update }, { "steps", new BsonArray(update.Steps) }, { "repeatable", update.IsRepeatable } } : BsonNull.Value },
    };

    private static WayBack ReadWay(BsonDocument way) => new()
    {
        Collection = way["collection"] is BsonString collection ? collection.Value : null,
        Filter = way["filter"].AsBsonDocument,
        Validator = way["validator"].AsBsonDocument,
        Types = [.. way["types"].AsBsonArray.Select(t => KeyValuePair.Create(t[0].AsString, t[1] is BsonString to ? to.Value : null))],
        RewritesTypes = way["rewrites"].AsBoolean,
        IsOfTypes = way["ofTypes"].AsBoolean,
        Update = way["update"] is BsonDocument update ? new WayBackUpdate(update["query"].AsBsonDocument, update["update"], [.. update["steps"].AsBsonArray.Select(s => s.AsString)], update["repeatable"].AsBoolean) : null,
    };
}
