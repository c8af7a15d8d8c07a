using Migrations.Bson;

namespace Migrations.Engine.Documents;

// What a transform wants of one document: the update, the fields it touches, and the document as it will be.
internal sealed record DocumentChange(BsonValue Update, IReadOnlyList<string> TouchedFields, Func<BsonDocument> After)
{
    // Null when there is no difference.
    public static DocumentChange? Between(RawBsonDocument before, RawBsonDocument after)
    {
        var difference = BsonDifference.Between(before, after);
        return difference.IsEmpty ? null : new DocumentChange(difference.ToUpdate(), [.. difference.ChangedFields], after.ToBsonDocument);
    }
}
