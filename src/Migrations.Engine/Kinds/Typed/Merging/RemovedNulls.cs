using MongoDB.Bson;
using Migrations.Engine.Kinds.Typed.Shapes;

namespace Migrations.Engine.Kinds.Typed.Merging;

// The members of the old class that were null in the document and go: a member under a new name takes the null over, whatever became of its type.
internal sealed class RemovedNulls
{
    private bool _hasValue;
    private bool _hasParts;

    public void Add(ClassMember member, BsonType type)
    {
        if (type is BsonType.Null or BsonType.Undefined)
        {
            _hasValue |= IsValue(member);
            _hasParts |= !IsValue(member);
        }
    }

    public bool Became(ClassMember member) => IsValue(member) ? _hasValue : _hasParts;

    private static bool IsValue(ClassMember member) => member.Shape is ValueShape;
}
