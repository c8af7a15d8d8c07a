using System.Globalization;

namespace Migrations.Bson;

internal static class ScalarConverters
{
    public static readonly Dictionary<Type, BsonConverter> ByType = new()
    {
        [typeof(string)] = new ScalarConverter<string>(v => v, v => v is BsonString or BsonSymbol ? v.ToString() : null),
        [typeof(bool)] = new ScalarConverter<bool>(v => v, v => v.AsBoolean),
        [typeof(int)] = new ScalarConverter<int>(v => v, v => v.ToInt32()),
        [typeof(long)] = new ScalarConverter<long>(v => v, v => v.ToInt64()),
        [typeof(short)] = new ScalarConverter<short>(v => (int)v, v => checked((short)v.ToInt64())),
        [typeof(byte)] = new ScalarConverter<byte>(v => (int)v, v => checked((byte)v.ToInt64())),
        [typeof(sbyte)] = new ScalarConverter<sbyte>(v => (int)v, v => checked((sbyte)v.ToInt64())),
        [typeof(ushort)] = new ScalarConverter<ushort>(v => (int)v, v => checked((ushort)v.ToInt64())),
        [typeof(uint)] = new ScalarConverter<uint>(v => (long)v, v => checked((uint)v.ToInt64())),
        [typeof(ulong)] = new ScalarConverter<ulong>(v => checked((long)v), v => checked((ulong)v.ToInt64())),
        [typeof(double)] = new ScalarConverter<double>(v => v, v => v.ToDouble()),
        [typeof(float)] = new ScalarConverter<float>(v => (double)v, v => (float)v.ToDouble()),
        [typeof(decimal)] = new ScalarConverter<decimal>(v => new Decimal128(v), ToDecimal),
        [typeof(Decimal128)] = new ScalarConverter<Decimal128>(v => v, v => v is BsonDecimal128 number ? number.Value : Decimal128.Parse(v.ToString()!)),
        [typeof(char)] = new ScalarConverter<char>(v => v.ToString(), v => v.AsString is { Length: 1 } text ? text[0] : throw new FormatException("It is not one character.")),
        [typeof(ObjectId)] = new ScalarConverter<ObjectId>(v => v, v => v.AsObjectId),
        [typeof(Guid)] = new ScalarConverter<Guid>(v => v, v => v.AsGuid),
        [typeof(byte[])] = new ScalarConverter<byte[]>(v => v, v => ((BsonBinaryData)v).Bytes.ToArray()),
        [typeof(DateTime)] = new ScalarConverter<DateTime>(v => v, v => v.ToUniversalTime()),
        [typeof(DateTimeOffset)] = new ScalarConverter<DateTimeOffset>(v => v.UtcDateTime, v => new DateTimeOffset(v.ToUniversalTime())),
        [typeof(DateOnly)] = new ScalarConverter<DateOnly>(v => v.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), v => DateOnly.FromDateTime(v.ToUniversalTime())),
        [typeof(TimeOnly)] = new ScalarConverter<TimeOnly>(v => v.Ticks, v => new TimeOnly(v.ToInt64())),
        [typeof(TimeSpan)] = new ScalarConverter<TimeSpan>(v => v.ToString("c", CultureInfo.InvariantCulture), v => TimeSpan.ParseExact(v.AsString, "c", CultureInfo.InvariantCulture)),
        [typeof(Uri)] = new ScalarConverter<Uri>(v => v.OriginalString, v => new Uri(v.AsString, UriKind.RelativeOrAbsolute)),
        [typeof(RawBsonDocument)] = new ScalarConverter<RawBsonDocument>(v => v.ToBsonDocument(), v => v.AsBsonDocument.ToRaw()),
        [typeof(object)] = new ScalarConverter<object>(PlainObjects.ToBson, PlainObjects.FromBson),
    };

    private static decimal ToDecimal(BsonValue value) => value switch
    {
        BsonDecimal128 number => number.Value.ToDecimalExact(),
        BsonDouble number => (decimal)number.Value,
        BsonString text => decimal.Parse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => value.ToInt64(),
    };
}
