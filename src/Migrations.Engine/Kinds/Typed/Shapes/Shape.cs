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
