using System.Collections;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace Migrations.Engine.Kinds.Typed.Shapes;

// The form of a serializer's values in a document, and so which bytes of them are declared.
internal abstract class Shape(IBsonSerializer serializer)
{
    // As it was declared, before it was unwrapped.
    public IBsonSerializer Declared { get; init; } = serializer;

    public Type Type { get; } = serializer.ValueType;

    // Whether its values are objects with a class map, or contain some.
    public virtual bool HoldsObjects => false;
}

// A single value, or whatever a serializer of the application's own makes of it: read and written as a whole.
internal sealed class ValueShape(IBsonSerializer serializer) : Shape(serializer);

// A BSON value as it is: everything in it is declared, with names that are not known in advance.
internal sealed class OpenShape(IBsonSerializer serializer) : Shape(serializer)
{
    // Extra elements, in a class that has a member for them.
    public static OpenShape Bag { get; } = new(BsonValueSerializer.Instance);

    // An untyped member may hold any object.
    public override bool HoldsObjects => Type == typeof(object);
}

internal sealed class ListShape(IBsonSerializer serializer, IBsonSerializer items) : Shape(serializer)
{
    private Shape? _item;

    // Lazy, because a class may contain a list of itself.
    public Shape Item => _item ??= ShapeFactory.Of(items);

    // Whether the elements are written in the order in which they were read.
    public bool KeepsOrder { get; } = HasOrder(serializer.ValueType);

    public override bool HoldsObjects => Item is ClassShape or ListShape or DictionaryShape or OpenShape { HoldsObjects: true };

    private static bool HasOrder(Type type) =>
        type.IsArray
        || typeof(IList).IsAssignableFrom(type)
        || Array.Exists([type, .. type.GetInterfaces()], i => i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(IList<>) || i.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)))
        || (type.IsInterface && type.IsAssignableFrom(typeof(List<>).MakeGenericType(type.IsGenericType ? type.GenericTypeArguments : [typeof(object)])));
}

internal sealed class DictionaryShape(IBsonSerializer serializer, IBsonDictionarySerializer dictionary) : Shape(serializer)
{
    private Shape? _value;

    public IBsonSerializer Key => dictionary.KeySerializer;

    public MongoDB.Bson.Serialization.Options.DictionaryRepresentation Representation => dictionary.DictionaryRepresentation;

    // Lazy, because a class may contain a dictionary of itself.
    public Shape Value => _value ??= ShapeFactory.Of(dictionary.ValueSerializer);

    public override bool HoldsObjects => Value is ClassShape or ListShape or DictionaryShape or OpenShape { HoldsObjects: true };
}

internal static class ShapeFactory
{
    private static readonly HashSet<Type> Wrappers = [typeof(NullableSerializer<>), typeof(ImpliedImplementationInterfaceSerializer<,>)];

    public static Shape Of(IBsonSerializer serializer)
    {
        var definition = serializer.GetType().IsGenericType ? serializer.GetType().GetGenericTypeDefinition() : null;
        if (definition is not null && Wrappers.Contains(definition))
        {
            var inner = ((IChildSerializerConfigurable)serializer).ChildSerializer;
            return Of(inner) is var shape && shape is ValueShape ? new ValueShape(inner) { Declared = serializer } : shape;
        }

        if (definition == typeof(BsonClassMapSerializer<>) || definition == typeof(DiscriminatedInterfaceSerializer<>))
        {
            return ClassShape.Of(serializer.ValueType);
        }

        if (serializer is ObjectSerializer || typeof(BsonValue).IsAssignableFrom(serializer.ValueType))
        {
            return new OpenShape(serializer);
        }

        return serializer is IBsonDictionarySerializer dictionary ? new DictionaryShape(serializer, dictionary)
            : serializer is IBsonArraySerializer list && serializer.ValueType != typeof(string) && list.TryGetItemSerializationInfo(out var item) ? new ListShape(serializer, item.Serializer)
            : new ValueShape(serializer);
    }
}
