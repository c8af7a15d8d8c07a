using System.Globalization;

namespace Migrations.Bson;

internal sealed class ListConverter<T>(Type type, BsonType? representation) : BsonConverter
{
    private readonly Lazy<BsonConverter> _items = new(() => BsonConverters.For(typeof(T), representation));
    private readonly Func<List<T>, object> _create = Creation(type);

    public override BsonValue ToBson(object value, int depth)
    {
        CheckDepth(depth);
        var array = new BsonArray();
        foreach (var item in (IEnumerable<T>)value)
        {
            try
            {
                array.Add(item is null ? BsonNull.Value : _items.Value.ToBson(item, depth + 1));
            }
            catch (BsonMappingException e)
            {
                throw e.At(array.Count.ToString(CultureInfo.InvariantCulture));
            }
        }

        return array;
    }

    public override object FromBson(BsonValue value, UnknownElements unknown)
    {
        if (value is not BsonArray array)
        {
            throw Mismatch(value, type);
        }

        var items = new List<T>(array.Count);
        foreach (var item in array)
        {
            try
            {
                items.Add((T)_items.Value.FromBsonOrNull(item, typeof(T), unknown)!);
            }
            catch (BsonMappingException e)
            {
                throw e.At(items.Count.ToString(CultureInfo.InvariantCulture));
            }
        }

        return _create(items);
    }

    private static Func<List<T>, object> Creation(Type type)
    {
        if (type.IsArray)
        {
            return static items => items.ToArray();
        }

        if (type.IsAssignableFrom(typeof(List<T>)))
        {
            return static items => items;
        }

        if (type.IsAssignableFrom(typeof(HashSet<T>)))
        {
            return static items => new HashSet<T>(items);
        }

        return type.GetConstructors().Any(c => c.GetParameters() is [{ } parameter] && parameter.ParameterType.IsAssignableFrom(typeof(List<T>)))
            ? items => Activator.CreateInstance(type, items)!
            : _ => throw new BsonMappingException($"A {type.Name} cannot be made from a list. Declare an array, a List, a HashSet or an interface of theirs.");
    }
}
