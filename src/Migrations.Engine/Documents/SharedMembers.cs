using Migrations.Bson;

namespace Migrations.Engine.Documents;

// The part of a document that both types have: the same element with the same type, or with two classes that share members in turn.
internal static class SharedMembers
{
    public static BsonDocument Of(BsonDocument document, Type before, Type after)
    {
        if (before == after)
        {
            return document;
        }

        var shared = new BsonDocument();
        foreach (var field in document.Elements)
        {
            if (NestedTypes(before, after, field.Name) is var (inner, outer) && field.Value is BsonDocument nested)
            {
                AddNested(shared, field.Name, nested, (inner, outer));
            }
            else if (HasSameType(before, after, field.Name))
            {
                shared.Add(field.Name, field.Value);
            }
        }

        return shared;
    }

    public static (Type In, Type Out)? NestedTypes(Type before, Type after, string element)
    {
        var (old, current) = Members(before, after, element);
        return old is not null && current is not null && BsonTypeMap.IsMapped(old) && BsonTypeMap.IsMapped(current) ? (old, current) : null;
    }

    // Between two lines of classes nobody can tell which class becomes which; that is for the author's code.
    private static void AddNested(BsonDocument shared, string name, BsonDocument nested, (Type In, Type Out) types)
    {
        if (types.In == types.Out)
        {
            shared.Add(name, nested);
        }
        else if (!BsonTypeMap.For(types.Out).IsPolymorphic)
        {
            shared.Add(name, Of(nested, BsonTypeMap.For(types.In).TypeOf(nested), types.Out));
        }
    }

    private static bool HasSameType(Type before, Type after, string element)
    {
        var (old, current) = Members(before, after, element);
        return old is not null && current is not null && (Nullable.GetUnderlyingType(old) ?? old) == (Nullable.GetUnderlyingType(current) ?? current);
    }

    private static (Type? Old, Type? Current) Members(Type before, Type after, string element) =>
        (BsonTypeMap.For(before).Find(element)?.MemberType, BsonTypeMap.For(after).Find(element)?.MemberType);
}
