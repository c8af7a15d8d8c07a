using System.Collections.Concurrent;
using System.Text;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Conventions;

namespace Migrations.Engine.Kinds.Typed.Shapes;

// The elements that a class declares, its base classes included, as its class map says. The map belongs to the application and is never changed.
internal sealed class ClassShape : Shape
{
    private static readonly ConcurrentDictionary<Type, ClassShape> Shapes = new();
    private readonly byte[] _typeElement;
    private readonly UnmappedMember[] _unmapped;
    private ClassMember[]? _parts;

    private ClassShape(Type type)
        : base(BsonSerializer.LookupSerializer(type))
    {
        // An interface has no map; the document names the class.
        var map = type.IsInterface ? null : BsonClassMap.LookupClassMap(type);
        Convention = BsonSerializer.LookupDiscriminatorConvention(type);
        _typeElement = Encoding.UTF8.GetBytes(Convention?.ElementName ?? "_t");
        HasBag = map?.ExtraElementsMemberMap is not null;
        Members = [.. (map?.AllMemberMaps ?? []).Where(m => m != map!.ExtraElementsMemberMap).Select(m => new ClassMember(m))];
        _unmapped = map is null ? [] : UnmappedMember.Of(map);
        UnmappedCollections = Array.FindAll(_unmapped, m => m is { HasState: true, IsCollection: true });
    }

    public ClassMember[] Members { get; }

    // The members that contain objects.
    public ClassMember[] Parts => _parts ??= Array.FindAll(Members, m => m.Shape.HoldsObjects);

    public override bool HoldsObjects => !Type.IsValueType;

    public UnmappedMember[] UnmappedCollections { get; }

    // Whether the class has a member for extra elements.
    public bool HasBag { get; }

    public IDiscriminatorConvention? Convention { get; }

    public ReadOnlySpan<byte> TypeElement => _typeElement;

    // Whether documents of it may say which class they are.
    public bool IsPolymorphic => Type.IsInterface || Type.IsAbstract || BsonSerializer.IsTypeDiscriminated(Type);

    public static ClassShape Of(Type type) => Shapes.GetOrAdd(type, static t => new ClassShape(t));

    // The position of the member that an element is mapped to, or -1. Documents mostly have their elements in the order of the members: the one after the last is tried first.
    public int Find(ReadOnlySpan<byte> element, int after = -1)
    {
        if (after + 1 < Members.Length && Members[after + 1].IsCalled(element))
        {
            return after + 1;
        }

        for (var i = 0; i < Members.Length; i++)
        {
            if (Members[i].IsCalled(element))
            {
                return i;
            }
        }

        return -1;
    }

    // The member that would take an element, if the driver mapped it.
    public UnmappedMember? FindUnmapped(ReadOnlySpan<byte> element)
    {
        foreach (var member in _unmapped)
        {
            if (member.IsCalled(element))
            {
                return member;
            }
        }

        return null;
    }

    public bool IsTypeName(ReadOnlySpan<byte> element) => element.SequenceEqual(_typeElement) && Find(element) < 0;
}

internal sealed class ClassMember(BsonMemberMap map)
{
    private readonly byte[] _element = Encoding.UTF8.GetBytes(map.ElementName);
    private Shape? _shape;

    public ReadOnlySpan<byte> Element => _element;

    public string ElementName => map.ElementName;

    public Type Type => map.MemberType;

    public IBsonSerializer Serializer => map.GetSerializer();

    // Lazy, because a class may contain itself.
    public Shape Shape => _shape ??= ShapeFactory.Of(map.GetSerializer());

    // For messages: class and member.
    public string Name => $"{map.ClassMap.ClassType.Name}.{map.MemberName}";

    public object? Get(object owner) => map.Getter(owner);

    public bool IsCalled(ReadOnlySpan<byte> element) => element.SequenceEqual(_element);
}
