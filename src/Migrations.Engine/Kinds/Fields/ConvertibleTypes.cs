using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

internal static class ConvertibleTypes
{
    private static readonly Dictionary<BsonType, string> Names = new()
    {
        [BsonType.Double] = "double",
        [BsonType.String] = "string",
        [BsonType.ObjectId] = "objectId",
        [BsonType.Boolean] = "bool",
        [BsonType.DateTime] = "date",
        [BsonType.Int32] = "int",
        [BsonType.Int64] = "long",
        [BsonType.Decimal128] = "decimal",
    };

    private static readonly BsonType[] Numbers = [BsonType.Double, BsonType.Int32, BsonType.Int64, BsonType.Decimal128];

    public static string NameOf(BsonType type) => Names.GetValueOrDefault(type) ?? type.ToString();

    public static bool Contains(BsonType type) => Names.ContainsKey(type);

    // Every text but the empty one is true, and so on: where the way back goes somewhere else for most values there is none.
    public static bool HaveExactConversion(BsonType from, BsonType to) => from != to && (IsExact(from, to) || IsExact(to, from));

    // Numbers that are equal may still differ: -0 and 0, 1.5 and 1.50.
    public static BsonValue AreExactlyEqual(BsonType type, BsonValue left, BsonValue right) => type is BsonType.Double or BsonType.Decimal128
        ? And(Same(left, right), Equal(Convert(left, "string"), Convert(right, "string")))
        : Same(left, right);

    private static bool IsExact(BsonType from, BsonType to) => from switch
    {
        BsonType.Boolean => Numbers.Contains(to),
        BsonType.ObjectId => to is BsonType.String,
        BsonType.DateTime => to is BsonType.String or BsonType.Int64,
        _ => Numbers.Contains(from) && (to is BsonType.String || Numbers.Contains(to)),
    };
}
