namespace Migrations.Bson;

internal abstract class BsonConverter
{
    public abstract BsonValue ToBson(object value);

    public abstract object FromBson(BsonValue value);

    public object? FromBsonOrNull(BsonValue value, Type type)
    {
        if (value is not (BsonNull or BsonUndefined) || typeof(BsonValue).IsAssignableFrom(type))
        {
            return FromBson(value);
        }

        return type.IsValueType && Nullable.GetUnderlyingType(type) is null
            ? throw new BsonMappingException($"The document has null, but {type.Name} cannot be null. Declare it as {type.Name}?.")
            : null;
    }

    protected static BsonMappingException Mismatch(BsonValue value, Type type) => new($"The document has a value of BSON type {value.BsonType}, which does not become a {type.Name}.");
}

// A conversion by two functions; what the second throws for is a mismatch of document and type.
internal sealed class ScalarConverter<T>(Func<T, BsonValue> toBson, Func<BsonValue, T?> fromBson) : BsonConverter
    where T : notnull
{
    public override BsonValue ToBson(object value)
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

    public override object FromBson(BsonValue value)
    {
        try
        {
            return fromBson(value) ?? throw Mismatch(value, typeof(T));
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException or FormatException and not BsonMappingException)
        {
            throw new BsonMappingException($"The document's value '{value}' of BSON type {value.BsonType} does not become a {typeof(T).Name}: {e.Message}", e);
        }
    }
}
