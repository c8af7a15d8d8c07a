using Migrations.Bson;

namespace Migrations.Engine.Documents;

// Old document -> two typed objects -> the author's code -> what it changed, laid over the old document. Nothing that neither type declares is ever touched.
internal sealed class TypedTransform<TIn, TOut>(Action<TIn, TOut> body) : IDocumentTransform
    where TIn : class
    where TOut : class
{
    public DocumentChange? Apply(RawBsonDocument document)
    {
        var before = document.ToBsonDocument();
        var shared = SharedMembers.Of(before, typeof(TIn), typeof(TOut));
        var input = BsonSerializer.Deserialize<TIn>(before);
        var output = BsonSerializer.Deserialize<TOut>(shared);
        var untouched = BsonSerializer.Serialize(output);
        body(input, output);
        var after = DocumentMerge.Merge(before, new TypedChange(typeof(TIn), typeof(TOut), shared, untouched, BsonSerializer.Serialize(output)));
        RefuseOtherId(before, after);
        var difference = BsonDifference.Between(before, after);
        return difference.IsEmpty ? null : new DocumentChange(difference.ToUpdate(), [.. difference.ChangedFields], () => after);
    }

    private static void RefuseOtherId(BsonDocument before, BsonDocument after)
    {
        if (before.TryGetValue("_id", out var id) && (!after.TryGetValue("_id", out var other) || !other.Equals(id)))
        {
            throw new BsonMappingException("The migration changes the document's _id, which MongoDB does not allow. Insert a new document and delete the old one in a free-form migration.");
        }
    }
}
