using Migrations.Engine.Kinds.Typed.Shapes;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace Migrations.Engine.Kinds.Typed.Passing;

// How a value gets from a member of the old class to that of the new one.
internal enum PassageKind
{
    // Both lie in the same way: the bytes are taken over.
    Same,

    // Classes, lists or dictionaries: part by part.
    Parts,

    // Another type or representation: read, converted, and written anew.
    Converted,

    // Nobody knows how; that is for the author's code.
    Unknown,
}

internal sealed class Passage
{
    private readonly Lazy<PassageKind> _kind;
    private Passage? _inner;

    private Passage(Shape before, IBsonSerializer from, Shape after, IBsonSerializer to)
    {
        (Before, From, After, To) = (before, from, after, to);

        // Late, as a class may hold itself.
        _kind = new Lazy<PassageKind>(FindKind);
    }

    public Shape Before { get; }

    public Shape After { get; }

    // As the members are declared: with null, where they may be null.
    public IBsonSerializer From { get; }

    public IBsonSerializer To { get; }

    public PassageKind Kind => _kind.Value;

    // That of a list's elements or a dictionary's values.
    public Passage Inner => _inner ??= (Before, After) switch
    {
        (ListShape from, ListShape to) => Between(from.Item, to.Item),
        (DictionaryShape from, DictionaryShape to) => Between(from.Value, to.Value),
        _ => throw new InvalidOperationException($"{After.Type} has no elements."),
    };

    public static Passage Between(ClassMember before, ClassMember after) => new(before.Shape, before.Serializer, after.Shape, after.Serializer);

    public static Passage Between(Shape before, Shape after) => new(before, before.Declared, after, after.Declared);

    public static Passage Within(Shape shape) => new(shape, shape.Declared, shape, shape.Declared);

    private static bool IsSame(IBsonSerializer from, IBsonSerializer to) => Plain(from) is var plain && Plain(to) is var other && plain.ValueType == other.ValueType && plain.Equals(other);

    private static IBsonSerializer Plain(IBsonSerializer serializer) =>
        serializer.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(NullableSerializer<>) ? ((IChildSerializerConfigurable)serializer).ChildSerializer : serializer;

    private PassageKind FindKind() => (Before, After) switch
    {
        _ when ReferenceEquals(Before, After) => PassageKind.Same,
        (ClassShape, ClassShape) => PassageKind.Parts,
        (ListShape, ListShape) => Inner.Kind == PassageKind.Same ? PassageKind.Same : PassageKind.Parts,
        (DictionaryShape from, DictionaryShape to) => from.Representation == to.Representation && IsSame(from.Key, to.Key) && Inner.Kind == PassageKind.Same ? PassageKind.Same : PassageKind.Parts,
        (OpenShape, OpenShape) => PassageKind.Same,
        (OpenShape, not ValueShape) or (not ValueShape, OpenShape) => PassageKind.Parts,
        (ValueShape, ValueShape) => IsSame(From, To) ? PassageKind.Same : PassageKind.Converted,
        (ValueShape, OpenShape) or (OpenShape, ValueShape) => PassageKind.Converted,
        _ => PassageKind.Unknown,
    };
}
