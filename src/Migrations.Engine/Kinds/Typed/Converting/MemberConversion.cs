using Migrations.Engine.Kinds.Typed.Shapes;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace Migrations.Engine.Kinds.Typed.Converting;

// How a value gets from a member of the old class to the same member of the new one.
internal enum ConversionKind
{
    // Both have the same form: the bytes are copied.
    Same,

    // Classes, lists or dictionaries: part by part.
    Parts,

    // Another type or representation: read, converted, and written.
    Converted,

    // There is no conversion: the author's code has to set it.
    Unknown,
}

internal sealed class MemberConversion
{
    private readonly Lazy<ConversionKind> _kind;
    private MemberConversion? _inner;

    private MemberConversion(Shape before, IBsonSerializer from, Shape after, IBsonSerializer to)
    {
        (Before, From, After, To) = (before, from, after, to);

        // Lazy, because a class may contain itself.
        _kind = new Lazy<ConversionKind>(FindKind);
    }

    public Shape Before { get; }

    public Shape After { get; }

    // As the members are declared, including nullability.
    public IBsonSerializer From { get; }

    public IBsonSerializer To { get; }

    public ConversionKind Kind => _kind.Value;

    // The conversion of a list's elements or a dictionary's values.
    public MemberConversion Inner => _inner ??= (Before, After) switch
    {
        (ListShape from, ListShape to) => Between(from.Item, to.Item),
        (DictionaryShape from, DictionaryShape to) => Between(from.Value, to.Value),
        _ => throw new InvalidOperationException($"{After.Type} has no elements."),
    };

    public static MemberConversion Between(ClassMember before, ClassMember after) => new(before.Shape, before.Serializer, after.Shape, after.Serializer);

    public static MemberConversion Between(Shape before, Shape after) => new(before, before.Declared, after, after.Declared);

    public static MemberConversion Within(Shape shape) => new(shape, shape.Declared, shape, shape.Declared);

    private static bool IsSame(IBsonSerializer from, IBsonSerializer to) => Plain(from) is var plain && Plain(to) is var other && plain.ValueType == other.ValueType && plain.Equals(other);

    private static IBsonSerializer Plain(IBsonSerializer serializer) =>
        serializer.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(NullableSerializer<>) ? ((IChildSerializerConfigurable)serializer).ChildSerializer : serializer;

    private ConversionKind FindKind() => (Before, After) switch
    {
        _ when ReferenceEquals(Before, After) => ConversionKind.Same,
        (ClassShape, ClassShape) => ConversionKind.Parts,
        (ListShape, ListShape) => Inner.Kind == ConversionKind.Same ? ConversionKind.Same : ConversionKind.Parts,
        (DictionaryShape from, DictionaryShape to) => from.Representation == to.Representation && IsSame(from.Key, to.Key) && Inner.Kind == ConversionKind.Same ? ConversionKind.Same : ConversionKind.Parts,
        (OpenShape, OpenShape) => ConversionKind.Same,
        (OpenShape, not ValueShape) or (not ValueShape, OpenShape) => ConversionKind.Parts,
        (ValueShape, ValueShape) => IsSame(From, To) ? ConversionKind.Same : ConversionKind.Converted,
        (ValueShape, OpenShape) or (OpenShape, ValueShape) => ConversionKind.Converted,
        _ => ConversionKind.Unknown,
    };
}
