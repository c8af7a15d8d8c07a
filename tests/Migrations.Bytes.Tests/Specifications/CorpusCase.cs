using System.Text.Json;

namespace Migrations.Bytes.Tests.Specifications;

// One case of the BSON corpus: https://github.com/mongodb/specifications/blob/master/source/bson-corpus/bson-corpus.md
public sealed class CorpusCase(string file, string bsonType, JsonElement content)
{
    public string BsonType => bsonType;

    public byte[] CanonicalBson => Bytes("canonical_bson")!;

    public byte[]? DegenerateBson => Bytes("degenerate_bson");

    public byte[] FaultyBson => Bytes("bson")!;

    internal static IReadOnlyList<CorpusCase> All(string section) =>
    [
        .. from file in SpecificationFolder.Files("bson-corpus")
           where file.Content.TryGetProperty(section, out _)
           from content in file.Content.GetProperty(section).EnumerateArray()
           select new CorpusCase(file.Name, file.Content.GetProperty("bson_type").GetString()!, content),
    ];

    public override string ToString() => $"{file}: {Text("description")}";

    private string? Text(string key) => content.TryGetProperty(key, out var value) ? value.ToString() : null;

    private byte[]? Bytes(string key) => Text(key) is { } hex ? Convert.FromHexString(hex) : null;
}
