using System.Globalization;

namespace Migrations.Bson;

// Written as a 32-bit integer, or as a 64-bit one where the enum itself is wider; read from numbers and from names.
internal sealed class EnumConverter(Type type, BsonType? representation = null) : BsonConverter
{
    private readonly bool _isWide = representation == BsonType.Int64 || (representation is null && Type.GetTypeCode(type) is TypeCode.Int64 or TypeCode.UInt64 or TypeCode.UInt32);

    public override BsonValue ToBson(object value, int depth)
    {
        if (representation == BsonType.String)
        {
            return value.ToString();
        }

        try
        {
            var number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
            return _isWide ? new BsonInt64(number) : new BsonInt32(checked((int)number));
        }
        catch (OverflowException e)
        {
            throw new BsonMappingException($"The {type.Name} '{value}' cannot be written: its number is too large.", e);
        }
    }

    public override object FromBson(BsonValue value, UnknownElements unknown)
    {
        if (value is BsonString text)
        {
            return Enum.TryParse(type, text.Value, ignoreCase: false, out var constant)
                ? constant
                : throw new BsonMappingException($"The document has the string '{text.Value}', which is no {type.Name}. It has: {string.Join(", ", Enum.GetNames(type))}.");
        }

        try
        {
            return Enum.ToObject(type, Convert.ChangeType(ExactNumbers.ToInt64(value), Enum.GetUnderlyingType(type), CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is OverflowException or InvalidCastException)
        {
            throw new BsonMappingException($"The document has a value of BSON type {value.BsonType}, which does not become a {type.Name}: {e.Message}", e);
        }
    }
}
