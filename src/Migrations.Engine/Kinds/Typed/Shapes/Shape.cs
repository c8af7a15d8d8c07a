using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace Migrations.Engine.Kinds.Typed.Shapes;

// How the values of a serializer lie in a document, and so which bytes of them are declared.
internal abstract class Shape(IBsonSerializer serializer)
{
    // As it was declared, before anything around it was taken off.
    public IBsonSerializer Declared { get; init; } = serializer;

    public Type Type { get; } = serializer.ValueType;

    // Whether its values are objects with a class map, or hold some.
    public virtual bool HoldsObjects => false;
}

// A single value, or whatever a serializer of the application's own makes of it: read and written as a whole.
internal sealed class ValueShape(IBsonSerializer serializer) : Shape(serializer);

// A BSON value as it is: everything in it is declared, under names that nobody knows before.
internal sealed class OpenShape(IBsonSerializer serializer) : Shape(serializer)
{
    // What no member is mapped to, in a class that takes it.
    public static OpenShape Bag { get; } = new(BsonValueSerializer.Instance);

    // A member of no type may hold any object.
    public override bool HoldsObjects => Type == typeof(object);
}
