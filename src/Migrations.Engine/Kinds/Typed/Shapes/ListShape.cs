using System.Collections;
using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Kinds.Typed.Shapes;

internal sealed class ListShape(IBsonSerializer serializer, IBsonSerializer items) : Shape(serializer)
{
    private Shape? _item;

    // Late, as a class may hold a list of itself.
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
