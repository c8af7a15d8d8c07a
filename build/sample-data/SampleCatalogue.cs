using MongoDB.Bson;

namespace SampleData;

// A small catalogue as an application of the first version left it. One seed, so that every machine gets the same documents.
internal sealed class SampleCatalogue(int count)
{
    private const int Seed = 20260301;
    private static readonly string[] Colors = ["red", "green", "blue", "amber"];
    private static readonly string[] Kinds = ["measured", "processed", "simulated"];
    private static readonly string[] Words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"];

    public IEnumerable<BsonDocument> Models() => Generate(1, (random, i) => new BsonDocument
    {
        { "_id", IdOf(1, i) },
        { "foo", $"{Pick(random, Words)}-" },
        { "bar", random.Next(1_000_000) },
        { "owner", new BsonDocument { { "name", $"user{random.Next(500)}" }, { "active", random.Next(2) == 0 } } },
    });

    public IEnumerable<BsonDocument> Notes() => Generate(2, (random, i) => new BsonDocument
    {
        { "_id", IdOf(2, i) },
        { "name", $"Note {i} on {Pick(random, Words)}" },
        { "tag", new BsonDocument { { "color", Pick(random, Colors) }, { "name", Pick(random, Words) }, { "weight", random.NextDouble() } } },
        { "text", new string('x', random.Next(20, 400)) },
        { "created", new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i) },
    });

    // About one reference in fifty points to an item that does not exist.
    public IEnumerable<BsonDocument> Items() => Generate(3, (random, i) => new BsonDocument
    {
        { "_id", IdOf(3, i) },
        { "_t", i % 3 == 0 ? new BsonArray(["LabItem", "LabCell"]) : (BsonValue)"LabSample" },
        { "item_id", $"item-{i}" },
        { "refcode", $"R{i:D8}" },
        { "relationships", new BsonArray(Enumerable.Range(0, random.Next(4)).Select(_ => (BsonValue)new BsonDocument { { "type", "parent" }, { "item_id", $"item-{random.Next(count * 51 / 50 + 1)}" } })) },
        { "holder", new BsonDocument { { "_t", "LabBox" }, { "shelf", i % 40 } } },
    });

    // A dataset was made from at most three older ones.
    public IEnumerable<BsonDocument> Datasets() => Generate(4, (random, i) => new BsonDocument
    {
        { "_id", i + 1 },
        { "name", $"{Pick(random, Words)}-{i}" },
        { "kind", Pick(random, Kinds) },
        { "item", $"item-{random.Next(count)}" },
        { "provenance", Numbers(random, i, random.Next(4)) },
    });

    // Each two neighbours are of one dataset, at different sites, so that half of the datasets have no location.
    public IEnumerable<BsonDocument> DatasetLocations() => Generate(5, (random, i) => new BsonDocument
    {
        { "_id", IdOf(5, i) },
        { "dataset_id", (i / 2) + 1 },
        { "uri", $"{(i % 2 == 0 ? "disk" : "tape")}://{random.Next(2020, 2026)}/{random.Next(1000):D3}/{i}.h5" },
    });

    public IEnumerable<BsonDocument> DatasetTags() => Generate(6, (random, i) => new BsonDocument
    {
        { "_id", IdOf(6, i) },
        { "name", $"tag-{i}" },
        { "dataset_ids", Numbers(random, count, random.Next(6)) },
    });

    // What a fresh database of the application has, by collection.
    public IEnumerable<(string Collection, IEnumerable<BsonDocument> Documents)> All() =>
    [
        ("models", Models()), ("notes", Notes()), ("items", Items()),
        ("datasets", Datasets()), ("dataset_locations", DatasetLocations()), ("dataset_tags", DatasetTags()),
    ];

    private static BsonArray Numbers(Random random, int highest, int length) =>
        new(Enumerable.Range(0, highest == 0 ? 0 : length).Select(_ => random.Next(highest) + 1).Distinct().Select(n => (BsonValue)n));

    private static string Pick(Random random, string[] values) => values[random.Next(values.Length)];

    private static ObjectId IdOf(int kind, int number)
    {
        Span<byte> bytes = stackalloc byte[12];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, 0x67748580);
        bytes[4] = (byte)kind;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes[8..], number);
        return new ObjectId(bytes.ToArray());
    }

    private IEnumerable<BsonDocument> Generate(int kind, Func<Random, int, BsonDocument> create)
    {
        var random = new Random(Seed + kind);
        for (var i = 0; i < count; i++)
        {
            yield return create(random, i);
        }
    }
}
