using Migrations.Bson;

namespace Migrations.Engine.Documents;

// A place in the order of _id. Comparisons of the query language stay within one kind of type, so the way through a collection of mixed _ids is:
// first the rest of the kind that the last _id has, then all kinds after it.
internal static class KeysetPosition
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
        [BsonType.DBPointer],
        [BsonType.JavaScript],
        [BsonType.JavaScriptWithScope],
        [BsonType.MaxKey],
    ];

    // Not a number is the least of the numbers and greater than none, so what follows it is everything from minus infinity.
    public static BsonDocument SameKindAfter(BsonValue last) => last is BsonDouble { Value: double.NaN } or BsonDecimal128 { Value.IsNaN: true }
        ? new BsonDocument("$gte", double.NegativeInfinity)
        : new BsonDocument("$gt", last);

    public static BsonDocument? LaterKindsAfter(BsonValue last)
    {
        var kind = Array.FindIndex(Kinds, k => k.Contains(last.BsonType));
        var later = Kinds.Skip(kind + 1).SelectMany(k => k).Select(NumberOf).ToList();
        return later.Count == 0 ? null : new BsonDocument("$type", new BsonArray(later));
    }

    private static BsonValue NumberOf(BsonType type) => type == BsonType.MinKey ? -1 : (int)type;
}
