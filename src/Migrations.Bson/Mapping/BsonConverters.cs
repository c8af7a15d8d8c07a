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

        if (representation is { } target && RepresentationConverters.Find(type, target) is { } converter)
        {
            return converter;
        }

        return ScalarConverters.ByType.TryGetValue(type, out var scalar) ? scalar
            : typeof(BsonValue).IsAssignableFrom(type) ? new PassThroughConverter(type)
            : type.IsEnum ? new EnumConverter(type)
            : CollectionConverters.Find(type) ?? new DocumentConverter(type);
    }
}

internal sealed class PassThroughConverter(Type type) : BsonConverter
{
    public override BsonValue ToBson(object value) => (BsonValue)value;

    public override object FromBson(BsonValue value) => type.IsInstanceOfType(value) ? value : throw Mismatch(value, type);
}

internal sealed class EnumConverter(Type type) : BsonConverter
{
    public override BsonValue ToBson(object value)
    {
        var number = Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : number;
    }

    public override object FromBson(BsonValue value) => value switch
    {
        BsonInt32 or BsonInt64 or BsonDouble => Enum.ToObject(type, value.ToInt64()),
        BsonString text when Enum.TryParse(type, text.Value, ignoreCase: false, out var constant) => constant,
        _ => throw Mismatch(value, type),
    };
}

// Late: the map of a class that contains itself needs the converter of that class.
internal sealed class DocumentConverter(Type type) : BsonConverter
{
    private readonly Lazy<BsonTypeMap> _map = new(() => BsonTypeMap.For(type));

    public override BsonValue ToBson(object value)
    {
        var actual = value.GetType();
        var document = BsonTypeMap.For(actual).ToDocument(value);
        if (_map.Value.Discriminators.IsWrittenFor(actual))
        {
            document.Insert(document.Count > 0 && document.Names.First() == "_id" ? 1 : 0, "_t", Discriminators.NameOf(actual));
        }

        return document;
    }

    public override object FromBson(BsonValue value) => value is BsonDocument document
        ? BsonTypeMap.For(_map.Value.Discriminators.Resolve(document)).ToInstance(document)
        : throw Mismatch(value, type);
}
