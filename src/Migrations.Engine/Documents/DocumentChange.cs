using Migrations.Bson;

namespace Migrations.Engine.Documents;

// What a transform wants of one document: the update, valid until its next one, and the document as it will be where the transform knows it.
internal readonly record struct DocumentChange(RawBsonValue Update, RawBsonDocument? After)
{
    // Null when there is no difference.
    public static DocumentChange? Between(RawBsonDocument before, RawBsonDocument after)
    {
        var difference = BsonDifference.Between(before, after);
        return difference.IsEmpty ? null : new DocumentChange(difference.ToUpdate().ToRawValue(), after);
    }
}
