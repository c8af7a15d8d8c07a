using System.Globalization;

namespace Migrations.Bson;

// Values written as another BSON type than their own, by [BsonRepresentation].
internal static class RepresentationConverters
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private static readonly Dictionary<(Type Type, BsonType Target), BsonConverter> Converters = new()
    {
        [(typeof(string), BsonType.ObjectId)] = new ScalarConverter<string>(v => ObjectId.Parse(v), v => v.AsObjectId.ToString()),
        [(typeof(ObjectId), BsonType.String)] = new ScalarConverter<ObjectId>(v => v.ToString(), v => ObjectId.Parse(v.AsString)),
        [(typeof(Guid), BsonType.String)] = new ScalarConverter<Guid>(v => v.ToString(), v => Guid.Parse(v.AsString)),
        [(typeof(decimal), BsonType.String)] = new ScalarConverter<decimal>(v => v.ToString(Culture), v => decimal.Parse(v.AsString, Culture)),
        [(typeof(decimal), BsonType.Double)] = new ScalarConverter<decimal>(v => (double)v, ExactNumbers.ToDecimal),
        [(typeof(int), BsonType.String)] = new ScalarConverter<int>(v => v.ToString(Culture), v => int.Parse(v.AsString, Culture)),
        [(typeof(int), BsonType.Int64)] = new ScalarConverter<int>(v => (long)v, v => checked((int)ExactNumbers.ToInt64(v))),
        [(typeof(int), BsonType.Double)] = new ScalarConverter<int>(v => (double)v, v => checked((int)ExactNumbers.ToInt64(v))),
        [(typeof(long), BsonType.String)] = new ScalarConverter<long>(v => v.ToString(Culture), v => long.Parse(v.AsString, Culture)),
        [(typeof(long), BsonType.Int32)] = new ScalarConverter<long>(v => checked((int)v), ExactNumbers.ToInt64),
        [(typeof(TimeSpan), BsonType.Int64)] = new ScalarConverter<TimeSpan>(v => v.Ticks, v => new TimeSpan(ExactNumbers.ToInt64(v))),
        [(typeof(DateTimeOffset), BsonType.DateTime)] = new ScalarConverter<DateTimeOffset>(v => v.UtcDateTime, v => new DateTimeOffset(v.ToUniversalTime())),
        [(typeof(DateTimeOffset), BsonType.String)] = new ScalarConverter<DateTimeOffset>(v => v.ToString("O", Culture), v => DateTimeOffset.Parse(v.AsString, Culture)),
        [(typeof(DateOnly), BsonType.String)] = new ScalarConverter<DateOnly>(v => v.ToString("yyyy-MM-dd", Culture), v => DateOnly.ParseExact(v.AsString, "yyyy-MM-dd", Culture)),
    };

    // Naming the type that is written anyway changes nothing.
    private static readonly Dictionary<Type, BsonType> Own = new()
    {
        [typeof(string)] = BsonType.String,
        [typeof(bool)] = BsonType.Boolean,
        [typeof(int)] = BsonType.Int32,
        [typeof(long)] = BsonType.Int64,
        [typeof(double)] = BsonType.Double,
        [typeof(decimal)] = BsonType.Decimal128,
        [typeof(Decimal128)] = BsonType.Decimal128,
        [typeof(ObjectId)] = BsonType.ObjectId,
        [typeof(Guid)] = BsonType.Binary,
        [typeof(byte[])] = BsonType.Binary,
        [typeof(DateTime)] = BsonType.DateTime,
        [typeof(DateOnly)] = BsonType.DateTime,
        [typeof(DateTimeOffset)] = BsonType.Document,
        [typeof(TimeSpan)] = BsonType.String,
        [typeof(TimeOnly)] = BsonType.Int64,
    };

    public static BsonConverter? Find(Type type, BsonType target) => type.IsEnum
        ? target is BsonType.String or BsonType.Int32 or BsonType.Int64 ? new EnumConverter(type, target) : null
        : Converters.GetValueOrDefault((type, target)) ?? (Own.TryGetValue(type, out var own) && own == target ? ScalarConverters.ByType[type] : null);
}
