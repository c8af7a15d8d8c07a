using Migrations.Bson;

namespace Migrations.Engine.Documents;

// The new object as a document: the document as the old type read it, what was copied from it, what the new object was before the author's code, and what it is after it.
internal sealed record TypedChange(Type In, Type Out, BsonDocument Seen, BsonDocument Shared, BsonDocument Untouched, BsonDocument Result)
{
    private const string TypeElement = "_t";

    public bool DeclaresBefore(string element) => BsonTypeMap.For(In).Find(element) is not null;

    public bool DeclaresAfter(string element) => BsonTypeMap.For(Out).Find(element) is not null;

    // Whether the author's code left the element as it was copied.
    public bool IsUntouched(string element) =>
        Untouched.TryGetValue(element, out var before) ? Result.TryGetValue(element, out var after) && after.Equals(before) : !Result.Contains(element);

    public bool IsTypeName(string element) => element == TypeElement && !DeclaresBefore(element) && !DeclaresAfter(element);

    // The name of the class: as it is stored while the class stays the same, else that of the new one; null when there is none any more.
    public BsonValue? TypeName(BsonValue stored) =>
        !Result.TryGetValue(TypeElement, out var name) ? (Untouched.Contains(TypeElement) ? null : stored)
        : Seen.TryGetValue(TypeElement, out var seen) && name.Equals(seen is BsonArray { Count: > 0 } line ? line[^1] : seen) ? stored
        : name;

    // The same one level down, for an element that both types map to a class; null otherwise.
    public TypedChange? Inside(string element)
    {
        if (SharedMembers.NestedTypes(In, Out, element) is not var (inner, outer) || !Result.TryGetValue(element, out var value) || value is not BsonDocument result)
        {
            return null;
        }

        var seen = DocumentOf(Seen, element);
        return new TypedChange(BsonTypeMap.For(inner).TypeOf(seen), BsonTypeMap.For(outer).TypeOf(result), seen, DocumentOf(Shared, element), DocumentOf(Untouched, element), result);
    }

    private static BsonDocument DocumentOf(BsonDocument parent, string element) => parent.TryGetValue(element, out var value) && value is BsonDocument document ? document : [];
}
