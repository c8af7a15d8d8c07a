using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// The kinds of _id in the order of BSON. Comparisons of the query language stay within one kind, so nothing may be compared across them.
internal static class IdKinds
{
    private static readonly BsonType[][] Kinds =
    [
        [BsonType.MinKey],
        [BsonType.Undefined],
        [BsonType.Null],
        [BsonType.Double, BsonType.Int32, BsonType.Int64, BsonType.Decimal128],
        [BsonType.String, BsonType.Symbol],
        [BsonType.Document],
        [BsonType.Array],
        [BsonType.Binary],
        [BsonType.ObjectId],
        [BsonType.Boolean],
        [BsonType.DateTime],
        [BsonType.Timestamp],
        [BsonType.RegularExpression],
        [BsonTypes.DBPointer],
        [BsonType.JavaScript],
        [BsonType.JavaScriptWithScope],
        [BsonType.MaxKey],
    ];

    public static int Count => Kinds.Length;

    public static int Numbers { get; } = Of(BsonType.Double);

    public static int Of(BsonValue id) => Of(id.BsonType);

    // Such a value is never compared: the least and the greatest key are less and greater than all other kinds too.
    public static bool HasOneValue(int kind) => Kinds[kind] is [BsonType.MinKey or BsonType.Undefined or BsonType.Null or BsonType.MaxKey];

    // -1 for a type that is none.
    public static int Of(BsonType type) => Array.FindIndex(Kinds, k => k.Contains(type));

    // A condition on _id for the kinds from one to another, both included; null when that is all of them.
    public static BsonDocument? Condition(int first, int last) => first == 0 && last == Count - 1
        ? null
        : new BsonDocument("$type", new BsonArray(Kinds[first..(last + 1)].SelectMany(k => k).Select(NumberOf)));

    // Not a number is the least of the numbers, greater than none and less than none.
    public static bool IsNaN(BsonValue id) => id is BsonDouble { Value: double.NaN } || id is BsonDecimal128 decimals && Decimal128.IsNaN(decimals.Value);

    private static BsonValue NumberOf(BsonType type) => type == BsonType.MinKey ? -1 : (int)type;
}
