namespace Migrations.Bson;

internal abstract class BsonConverter
{
    public abstract BsonValue ToBson(object value, int depth);

    public abstract object FromBson(BsonValue value, UnknownElements unknown);

    public object? FromBsonOrNull(BsonValue value, Type type, UnknownElements unknown)
    {
        if (value is not (BsonNull or BsonUndefined) || type == typeof(RawBsonValue) || (type != typeof(object) && type.IsInstanceOfType(value)))
        {
            return FromBson(value, unknown);
        }

        return type.IsValueType && Nullable.GetUnderlyingType(type) is null
            ? throw new BsonMappingException($"The document has a value of BSON type {value.BsonType}, but {type.Name} cannot be null. Declare it as {type.Name}?.")
            : null;
    }

    protected static void CheckDepth(int depth)
    {
        if (depth >= BsonReader.MaxDepth)
        {
            throw new BsonMappingException($"The objects are nested deeper than {BsonReader.MaxDepth} levels, or one contains itself.");
        }
    }

    protected static BsonMappingException Mismatch(BsonValue value, Type type) => new($"The document has a value of BSON type {value.BsonType}, which does not become a {type.Name}.");
}

// A conversion by two functions; what the second throws for is a mismatch of document and type.
internal sealed class ScalarConverter<T>(Func<T, BsonValue> toBson, Func<BsonValue, T?> fromBson) : BsonConverter
    where T : notnull
{
    public override BsonValue ToBson(object value, int depth)
    {
        try
        {
            return toBson((T)value);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new BsonMappingException($"The {typeof(T).Name} '{value}' cannot be written: {e.Message}", e);
        }
    }

    public override object FromBson(BsonValue value, UnknownElements unknown)
    {
        try
        {
            return fromBson(value) ?? throw Mismatch(value, typeof(T));
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException or FormatException and not (BsonMappingException or BsonFormatException))
        {
            throw new BsonMappingException($"The document has a value of BSON type {value.BsonType}, which does not become a {typeof(T).Name}: {e.Message}", e);
        }
    }
}
