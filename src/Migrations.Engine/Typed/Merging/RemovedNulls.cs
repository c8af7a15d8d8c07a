using MongoDB.Bson;
using Migrations.Engine.Typed.Shapes;

namespace Migrations.Engine.Typed.Merging;

// The members of the old class that were null in the document and go: a member under a new name takes the null over.
internal sealed class RemovedNulls
{
    private readonly List<Type> _types = [];

    public void Add(ClassMember member, BsonType type)
    {
        if (type is BsonType.Null or BsonType.Undefined)
        {
            _types.Add(Plain(member.Type));
        }
    }

    public bool Became(ClassMember member) => _types.Contains(Plain(member.Type));

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
