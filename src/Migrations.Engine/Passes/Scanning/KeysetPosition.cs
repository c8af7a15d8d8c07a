using MongoDB.Bson;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes.Scanning;

// What to ask for next. A condition of null is the whole collection; kinds are known where the condition is about nothing else.
internal sealed record KeysetPart(BsonDocument? Condition, IdRange? Kinds);

// A place in the order of _id within a range: first comes the rest of the kind that the last _id has, then the kinds after it.
internal static class KeysetPosition
{
    // What to ask for, one after the other, until there are documents. Nothing when the range is at its end.
    public static IReadOnlyList<KeysetPart> After(BsonValue? last, IdRange range)
    {
        if (last is null)
        {
            return [new KeysetPart(range.Condition(), range)];
        }

        return range.IsNaN ? [] : [.. SameKindAfter(last, range), .. LaterKindsAfter(last, range)];
    }

    // None where an _id is all that its kind has.
    private static IEnumerable<KeysetPart> SameKindAfter(BsonValue last, IdRange range) =>
        IdKinds.HasOneValue(IdKinds.Of(last)) ? []
        : IdKinds.IsNaN(last) ? [new KeysetPart(range.WithUpperBound(new BsonDocument("$gte", double.NegativeInfinity)), null)]
        : [new KeysetPart(range.WithUpperBound(new BsonDocument("$gt", last)), null)];

    private static IEnumerable<KeysetPart> LaterKindsAfter(BsonValue last, IdRange range)
    {
        if (IdKinds.Of(last) < range.LastKind)
        {
            var later = new IdRange(IdKinds.Of(last) + 1, range.LastKind);
            yield return new KeysetPart(later.Condition(), later);
        }
    }
}
