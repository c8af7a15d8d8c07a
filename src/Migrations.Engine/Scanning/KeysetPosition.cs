using MongoDB.Bson;

namespace Migrations.Engine.Scanning;

// A place in the order of _id within a range: first comes the rest of the kind that the last _id has, then the kinds after it.
internal static class KeysetPosition
{
    // What to ask for, one after the other, until there are documents: null for the whole collection. Nothing when the range is at its end.
    public static IReadOnlyList<BsonDocument?> After(BsonValue? last, IdRange range)
    {
        if (last is null)
        {
            return [range.Condition()];
        }

        return range.IsNaN ? [] : [.. SameKindAfter(last, range), .. LaterKindsAfter(last, range)];
    }

    // None where an _id is all that its kind has.
    private static IEnumerable<BsonDocument> SameKindAfter(BsonValue last, IdRange range) =>
        IdKinds.HasOneValue(IdKinds.Of(last)) ? []
        : IdKinds.IsNaN(last) ? [range.WithUpperBound(new BsonDocument("$gte", double.NegativeInfinity))]
        : [range.WithUpperBound(new BsonDocument("$gt", last))];

    private static IEnumerable<BsonDocument?> LaterKindsAfter(BsonValue last, IdRange range) =>
        IdKinds.Of(last) < range.LastKind ? [IdKinds.Condition(IdKinds.Of(last) + 1, range.LastKind)] : [];
}
