using System.Globalization;

namespace Migrations.Bson;

// DateTimeOffset is written as the official driver does, with its offset: { DateTime, Ticks (of the local time), Offset (in minutes) }.
internal static class ScalarConverters
{
    public static readonly Dictionary<Type, BsonConverter> ByType = new()
    {
        [typeof(string)] = new ScalarConverter<string>(v => v, v => v switch { BsonString text => text.Value, BsonSymbol symbol => symbol.Value, _ => null }),
        [typeof(bool)] = new ScalarConverter<bool>(v => v, v => v.AsBoolean),
        [typeof(int)] = new ScalarConverter<int>(v => v, v => checked((int)ExactNumbers.ToInt64(v))),
        [typeof(long)] = new ScalarConverter<long>(v => v, ExactNumbers.ToInt64),
        [typeof(short)] = new ScalarConverter<short>(v => (int)v, v => checked((short)ExactNumbers.ToInt64(v))),
        [typeof(byte)] = new ScalarConverter<byte>(v => (int)v, v => checked((byte)ExactNumbers.ToInt64(v))),
        [typeof(sbyte)] = new ScalarConverter<sbyte>(v => (int)v, v => checked((sbyte)ExactNumbers.ToInt64(v))),
        [typeof(ushort)] = new ScalarConverter<ushort>(v => (int)v, v => checked((ushort)ExactNumbers.ToInt64(v))),
        [typeof(uint)] = new ScalarConverter<uint>(v => (long)v, v => checked((uint)ExactNumbers.ToInt64(v))),
        [typeof(ulong)] = new ScalarConverter<ulong>(v => checked((long)v), v => checked((ulong)ExactNumbers.ToInt64(v))),
        [typeof(double)] = new ScalarConverter<double>(v => v, ExactNumbers.ToDouble),
        [typeof(float)] = new ScalarConverter<float>(v => (double)v, ExactNumbers.ToSingle),
        [typeof(decimal)] = new ScalarConverter<decimal>(v => new Decimal128(v), ExactNumbers.ToDecimal),
        [typeof(Decimal128)] = new ScalarConverter<Decimal128>(v => v, v => v is BsonDecimal128 number ? number.Value : new Decimal128(ExactNumbers.ToDecimal(v))),
        [typeof(char)] = new ScalarConverter<char>(v => v.ToString(), v => v.AsString is { Length: 1 } text ? text[0] : throw new FormatException("It is not one character.")),
        [typeof(ObjectId)] = new ScalarConverter<ObjectId>(v => v, v => v.AsObjectId),
        [typeof(Guid)] = new ScalarConverter<Guid>(v => v, v => v.AsGuid),
        [typeof(byte[])] = new ScalarConverter<byte[]>(v => v, v => ((BsonBinaryData)v).Bytes.ToArray()),
        [typeof(DateTime)] = new ScalarConverter<DateTime>(v => v, v => v.ToUniversalTime()),
        [typeof(DateTimeOffset)] = new ScalarConverter<DateTimeOffset>(v => new BsonDocument { { "DateTime", v.UtcDateTime }, { "Ticks", v.Ticks }, { "Offset", (int)v.Offset.TotalMinutes } }, ToDateTimeOffset),
        [typeof(DateOnly)] = new ScalarConverter<DateOnly>(v => v.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), ToDateOnly),
        [typeof(TimeOnly)] = new ScalarConverter<TimeOnly>(v => v.Ticks, v => ToTimeOnly(ExactNumbers.ToInt64(v))),
        [typeof(TimeSpan)] = new ScalarConverter<TimeSpan>(v => v.ToString("c", CultureInfo.InvariantCulture), v => TimeSpan.ParseExact(v.AsString, "c", CultureInfo.InvariantCulture)),
        [typeof(Uri)] = new ScalarConverter<Uri>(v => v.OriginalString, v => new Uri(v.AsString, UriKind.RelativeOrAbsolute)),
        [typeof(RawBsonArray)] = new ScalarConverter<RawBsonArray>(v => new RawBsonValue(BsonType.Array, v.Bytes).ToBsonValue(), v => v.ToRawValue().AsArray),
        [typeof(RawBsonValue)] = new ScalarConverter<RawBsonValue>(v => v.ToBsonValue(), v => v.ToRawValue()),
        [typeof(RawBsonDocument)] = new ScalarConverter<RawBsonDocument>(v => v.ToBsonDocument(), v => v.AsBsonDocument.ToRaw()),
        [typeof(object)] = new PlainObjectConverter(),
    };

    private static DateTimeOffset ToDateTimeOffset(BsonValue value) => value switch
    {
        BsonDocument document when document.TryGetValue("Ticks", out var ticks) && document.TryGetValue("Offset", out var offset) => FromTicks(ticks.ToInt64(), offset.ToInt64()),
        BsonArray { Count: 2 } parts => FromTicks(parts[0].ToInt64(), parts[1].ToInt64()),
        BsonString text => DateTimeOffset.Parse(text.Value, CultureInfo.InvariantCulture),
        _ => new DateTimeOffset(value.ToUniversalTime()),
    };

    private static DateTimeOffset FromTicks(long ticks, long minutes) =>
        ticks is >= 0 and <= 3155378975999999999 && minutes is >= -840 and <= 840 && ticks - (minutes * TimeSpan.TicksPerMinute) is >= 0 and <= 3155378975999999999
            ? new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes))
            : throw new OverflowException($"{ticks} ticks at an offset of {minutes} minutes are no time.");

    private static DateOnly ToDateOnly(BsonValue value) =>
        value.ToUniversalTime() is { TimeOfDay.Ticks: 0 } time ? DateOnly.FromDateTime(time) : throw new OverflowException("The time of the day would be lost.");

    private static TimeOnly ToTimeOnly(long ticks) =>
        ticks is >= 0 and < TimeSpan.TicksPerDay ? new TimeOnly(ticks) : throw new OverflowException($"{ticks} ticks are no time of the day.");
}
