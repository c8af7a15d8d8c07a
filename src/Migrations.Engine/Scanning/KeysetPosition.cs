using MongoDB.Bson;

namespace Migrations.Engine.Scanning;

// A place in the order of _id within a range: first comes the rest of the kind that the last _id has, then the kinds after it.
internal static class KeysetPosition
{
    public static BsonDocument SameKindAfter(BsonValue last, IdRange range) => IdKinds.IsNaN(last)
        ? range.WithUpperBound(new BsonDocument("$gte", double.NegativeInfinity))
        : range.WithUpperBound(new BsonDocument("$gt", last));

    // Null when the range ends with the kind of the last _id.
    public static IdRange? LaterKindsAfter(BsonValue last, IdRange range) => IdKinds.Of(last) < range.LastKind ? new IdRange(IdKinds.Of(last) + 1, range.LastKind) : null;
}
