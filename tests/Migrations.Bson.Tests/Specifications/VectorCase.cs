using System.Globalization;
using System.Text.Json;

namespace Migrations.Bson.Tests.Specifications;

// https://github.com/mongodb/specifications/blob/master/source/bson-binary-vector/tests/README.md
public sealed class VectorCase(string file, string key, JsonElement content)
{
    public string Key => key;

    public bool IsValid => content.GetProperty("valid").GetBoolean();

    public BsonVectorType Type => (BsonVectorType)Convert.ToInt32(content.GetProperty("dtype_hex").GetString(), 16);

    public int Padding => content.TryGetProperty("padding", out var padding) ? padding.GetInt32() : 0;

    public byte[]? Bytes => content.TryGetProperty("canonical_bson", out var hex) ? Convert.FromHexString(hex.GetString()!) : null;

    public double[]? Numbers => content.TryGetProperty("vector", out var vector) ? [.. vector.EnumerateArray().Select(Number)] : null;

    internal static IReadOnlyList<VectorCase> All =>
    [
        .. from file in SpecificationFolder.Files("bson-binary-vector")
           from content in file.Content.GetProperty("tests").EnumerateArray()
           select new VectorCase(file.Name, file.Content.GetProperty("test_key").GetString()!, content),
    ];

    public override string ToString() => $"{file}: {content.GetProperty("description").GetString()}";

    public BsonVector Encode() => Type switch
    {
        BsonVectorType.Float32 => BsonVector.FromFloat32([.. Numbers!.Select(n => (float)n)]),
        BsonVectorType.Int8 => BsonVector.FromInt8([.. Numbers!.Select(n => checked((sbyte)n))]),
        _ => BsonVector.FromPackedBits([.. Numbers!.Select(n => checked((byte)n))], checked((byte)Padding)),
    };

    public static double[] Decode(BsonVector vector) => vector.Type switch
    {
        BsonVectorType.Float32 => [.. vector.ToFloat32().Select(n => (double)n)],
        BsonVectorType.Int8 => [.. vector.ToInt8().Select(n => (double)n)],
        _ => [.. vector.ToPackedBits().Select(n => (double)n)],
    };

    private static double Number(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetDouble(),
        _ => element.GetString() switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            var text => double.Parse(text!, CultureInfo.InvariantCulture),
        },
    };
}
