using System.Collections.Concurrent;

namespace Migrations.Bson;

internal static class BsonConverters
{
    private static readonly ConcurrentDictionary<(Type Type, BsonType? Representation), BsonConverter> Converters = new();

    public static BsonConverter For(Type type, BsonType? representation) => Converters.GetOrAdd((type, representation), static key => Create(key.Type, key.Representation));

    private static BsonConverter Create(Type type, BsonType? representation)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return For(underlying, representation);
        }

        // Of a collection it is the items that are represented.
        if (!ScalarConverters.ByType.ContainsKey(type) && !typeof(BsonValue).IsAssignableFrom(type) && CollectionConverters.Find(type, representation) is { } collection)
        {
            return collection;
        }

        if (representation is { } target)
        {
            return RepresentationConverters.Find(type, target)
                ?? throw new BsonMappingException($"[BsonRepresentation(BsonType.{target})] cannot be given to a {type.Name}.");
        }

        return ScalarConverters.ByType.TryGetValue(type, out var scalar) ? scalar
            : typeof(BsonValue).IsAssignableFrom(type) ? new PassThroughConverter(type)
            : type.IsEnum ? new EnumConverter(type)
            : new DocumentConverter(type);
    }
}

internal sealed class PassThroughConverter(Type type) : BsonConverter
{
    public override BsonValue ToBson(object value, int depth) => (BsonValue)value;

    public override object FromBson(BsonValue value, UnknownElements unknown) => type.IsInstanceOfType(value) ? value : throw Mismatch(value, type);
}
