using Migrations.Bson;

namespace Migrations.Engine.Documents;

// The new object as a document: what was copied into it, what it was before the author's code, and what it is after it.
internal sealed record TypedChange(Type In, Type Out, BsonDocument Shared, BsonDocument Untouched, BsonDocument Result)
{
    public bool DeclaresBefore(string element) => BsonTypeMap.For(In).Find(element) is not null;

    public bool DeclaresAfter(string element) => BsonTypeMap.For(Out).Find(element) is not null;

    // Whether the author's code left the element as it was copied.
    public bool IsUntouched(string element) =>
        Untouched.TryGetValue(element, out var before) ? Result.TryGetValue(element, out var after) && after.Equals(before) : !Result.Contains(element);

    // The same one level down, for an element that both types map to a class; null otherwise.
    public TypedChange? Inside(string element)
    {
        var types = SharedMembers.NestedTypes(In, Out, element);
        return types is var (inner, outer) && Result.TryGetValue(element, out var result) && result is BsonDocument document
            ? new TypedChange(inner, outer, DocumentOf(Shared, element), DocumentOf(Untouched, element), document)
            : null;
    }

    private static BsonDocument DocumentOf(BsonDocument parent, string element) => parent.TryGetValue(element, out var value) && value is BsonDocument document ? document : [];
}
