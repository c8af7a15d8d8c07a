using System.Text;
using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Kinds.Typed.Shapes;

internal sealed class ClassMember(BsonMemberMap map)
{
    private readonly byte[] _element = Encoding.UTF8.GetBytes(map.ElementName);
    private Shape? _shape;

    public ReadOnlySpan<byte> Element => _element;

    public string ElementName => map.ElementName;

    public Type Type => map.MemberType;

    public IBsonSerializer Serializer => map.GetSerializer();

    // Late, as a class may hold itself.
    public Shape Shape => _shape ??= ShapeFactory.Of(map.GetSerializer());

    // As it is told to people: class and member.
    public string Name => $"{map.ClassMap.ClassType.Name}.{map.MemberName}";

    public object? Get(object owner) => map.Getter(owner);

    public bool IsCalled(ReadOnlySpan<byte> element) => element.SequenceEqual(_element);
}
