namespace Migrations.Bson;

internal sealed class DictionaryConverter<T>(Type type, BsonType? representation) : BsonConverter
{
    private readonly Lazy<BsonConverter> _values = new(() => BsonConverters.For(typeof(T), representation));

    public override BsonValue ToBson(object value, int depth)
    {
        CheckDepth(depth);
        var document = new BsonDocument();
        foreach (var pair in (IEnumerable<KeyValuePair<string, T>>)value)
        {
            try
            {
                document.Add(pair.Key, pair.Value is null ? BsonNull.Value : _values.Value.ToBson(pair.Value, depth + 1));
            }
            catch (BsonMappingException e)
            {
                throw e.At(pair.Key);
            }
        }

        return document;
    }

    public override object FromBson(BsonValue value, UnknownElements unknown)
    {
        if (value is not BsonDocument document)
        {
            throw Mismatch(value, type);
        }

        var target = Create();
        foreach (var field in document.Elements)
        {
            try
            {
                if (!target.TryAdd(field.Name, (T)_values.Value.FromBsonOrNull(field.Value, typeof(T), unknown)!))
                {
                    throw new BsonMappingException($"The document has two fields of this name, which a {type.Name} cannot hold.");
                }
            }
            catch (BsonMappingException e)
            {
                throw e.At(field.Name);
            }
        }

        return target;
    }

    private IDictionary<string, T> Create()
    {
        if (type.IsAssignableFrom(typeof(Dictionary<string, T>)))
        {
            return new Dictionary<string, T>(StringComparer.Ordinal);
        }

        return typeof(IDictionary<string, T>).IsAssignableFrom(type) && !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is not null
            ? (IDictionary<string, T>)Activator.CreateInstance(type)!
            : throw new BsonMappingException($"A {type.Name} cannot be filled. Declare a Dictionary or an interface of its.");
    }
}
