using Migrations.Bson;
using Migrations.Engine.TypeMoves;

namespace Migrations.Engine.Documents;

// Old document -> two typed objects -> the author's code -> what it changed, laid over the old document. Nothing that neither type declares is ever touched.
internal sealed class TypedTransform<TIn, TOut>(Action<TIn, TOut> body, TypeRewriting types) : IDocumentTransform
    where TIn : class
    where TOut : class
{
    public DocumentChange? Apply(RawBsonDocument document)
    {
        if (types.View?.IsDeleted(document.Bytes.Span) == true)
        {
            return null;
        }

        // A copy, because the author's objects may keep values that point into it.
        var deleted = DeletedParts.TakeOut(types.BeforeBody(new RawBsonDocument(document.Bytes.ToArray())), types.View);
        var after = Migrate(deleted);
        RefuseOtherId(document, after);
        return DocumentChange.Between(document, types.AfterBody(after.ToRaw()));
    }

    private BsonDocument Migrate(DeletedParts deleted)
    {
        var seen = types.View?.Rewrite(deleted.Rest.ToRaw())?.ToBsonDocument() ?? deleted.Rest;
        var input = BsonSerializer.Deserialize<TIn>(seen);
        var shared = typeof(TIn) == typeof(TOut) ? seen : SharedMembers.Of(seen, input.GetType(), typeof(TOut));
        var output = BsonSerializer.Deserialize<TOut>(shared);
        var untouched = BsonSerializer.Serialize(output);
        if (types.View is not null)
        {
            // Members that are BSON values share them with the document; what the author's code changes in them must show.
            untouched = untouched.DeepClone();
        }

        body(input, output);
        var change = new TypedChange(input.GetType(), output.GetType(), seen, shared, untouched, BsonSerializer.Serialize(output));
        return deleted.PutBack(DocumentMerge.Merge(deleted.Rest, change), untouched);
    }

    private static void RefuseOtherId(RawBsonDocument before, BsonDocument after)
    {
        if (before.TryGetValue("_id"u8, out var id) && (!after.TryGetValue("_id", out var other) || !other.Equals(id.ToBsonValue())))
        {
            throw new BsonMappingException("The migration changes the document's _id, which MongoDB does not allow. Insert a new document and delete the old one in a free-form migration.");
        }
    }
}
