using System.Reflection;

namespace Migrations.Bson;

internal static class CollectionConverters
{
    public static BsonConverter? Find(Type type, BsonType? representation)
    {
        if (ValueType(type) is { } valueType)
        {
            return Create(nameof(Dictionary), valueType, type, representation);
        }

        return ItemType(type) is { } itemType ? Create(nameof(List), itemType, type, representation) : null;
    }

    private static BsonConverter Create(string method, Type item, Type type, BsonType? representation) =>
        (BsonConverter)typeof(CollectionConverters).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(item).Invoke(null, [type, representation])!;

    private static ListConverter<T> List<T>(Type type, BsonType? representation) => new(type, representation);

    private static DictionaryConverter<T> Dictionary<T>(Type type, BsonType? representation) => new(type, representation);

    private static Type? ValueType(Type type) =>
        Interfaces(type).FirstOrDefault(i => i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(IDictionary<,>) || i.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)) && i.GenericTypeArguments[0] == typeof(string))?.GenericTypeArguments[1];

    private static Type? ItemType(Type type) =>
        Interfaces(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GenericTypeArguments[0];

    private static Type[] Interfaces(Type type) => type.IsInterface ? [type, .. type.GetInterfaces()] : type.GetInterfaces();
}
