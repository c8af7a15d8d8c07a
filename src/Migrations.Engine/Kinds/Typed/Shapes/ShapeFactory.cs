using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace Migrations.Engine.Kinds.Typed.Shapes;

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
