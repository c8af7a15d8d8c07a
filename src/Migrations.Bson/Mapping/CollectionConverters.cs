using System.Reflection;

namespace Migrations.Bson;

internal static class CollectionConverters
{
    public static BsonConverter? Find(Type type)
    {
        if (DictionaryValueType(type) is { } valueType)
        {
            return Create(nameof(Dictionary), valueType, type);
        }

        return ItemType(type) is { } itemType ? Create(nameof(List), itemType, type) : null;
    }

    private static BsonConverter Create(string method, Type item, Type type) =>
        (BsonConverter)typeof(CollectionConverters).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(item).Invoke(null, [type])!;

    private static ListConverter<T> List<T>(Type type) => new(type);

    private static DictionaryConverter<T> Dictionary<T>(Type type) => new(type);

    private static Type? DictionaryValueType(Type type) =>
        Interfaces(type).FirstOrDefault(i => i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(IDictionary<,>) || i.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)) && i.GenericTypeArguments[0] == typeof(string))?.GenericTypeArguments[1];

    private static Type? ItemType(Type type) =>
        Interfaces(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GenericTypeArguments[0];

    private static Type[] Interfaces(Type type) => type.IsInterface ? [type, .. type.GetInterfaces()] : type.GetInterfaces();
}

internal sealed class ListConverter<T>(Type type) : BsonConverter
{
    private readonly BsonConverter _items = BsonConverters.For(typeof(T), null);

    public override BsonValue ToBson(object value) => new BsonArray(((IEnumerable<T>)value).Select(item => item is null ? BsonNull.Value : _items.ToBson(item)));

    public override object FromBson(BsonValue value)
    {
        if (value is not BsonArray array)
        {
            throw Mismatch(value, type);
        }

        var items = new List<T>(array.Count);
        for (var i = 0; i < array.Count; i++)
        {
            items.Add(Item(array[i], i));
        }

        return type.IsArray ? items.ToArray()
            : type.IsAssignableFrom(typeof(List<T>)) ? items
            : type.IsAssignableFrom(typeof(HashSet<T>)) ? new HashSet<T>(items)
            : Activator.CreateInstance(type, items)!;
    }

    private T Item(BsonValue value, int index)
    {
        try
        {
            return (T)_items.FromBsonOrNull(value, typeof(T))!;
        }
        catch (BsonMappingException e)
        {
            throw e.At($"[{index}]");
        }
    }
}

internal sealed class DictionaryConverter<T>(Type type) : BsonConverter
{
    private readonly BsonConverter _values = BsonConverters.For(typeof(T), null);

    public override BsonValue ToBson(object value)
    {
        var document = new BsonDocument();
        foreach (var pair in (IEnumerable<KeyValuePair<string, T>>)value)
        {
            document.Add(pair.Key, pair.Value is null ? BsonNull.Value : _values.ToBson(pair.Value));
        }

        return document;
    }

    public override object FromBson(BsonValue value)
    {
        if (value is not BsonDocument document)
        {
            throw Mismatch(value, type);
        }

        var target = type.IsAssignableFrom(typeof(Dictionary<string, T>)) ? new Dictionary<string, T>(StringComparer.Ordinal) : (IDictionary<string, T>)Activator.CreateInstance(type)!;
        foreach (var field in document.Elements)
        {
            target[field.Name] = (T)_values.FromBsonOrNull(field.Value, typeof(T))!;
        }

        return target;
    }
}
