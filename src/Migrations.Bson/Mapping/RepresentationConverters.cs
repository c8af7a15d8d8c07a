using System.Globalization;

namespace Migrations.Bson;

// Values written as another BSON type than their own, by [BsonRepresentation].
internal static class RepresentationConverters
{
    public static BsonConverter? Find(Type type, BsonType target) => (target, type) switch
    {
        (BsonType.String, { IsEnum: true }) => new EnumTextConverter(type),
        (BsonType.ObjectId, _) when type == typeof(string) => new ScalarConverter<string>(v => ObjectId.Parse(v), v => v.AsObjectId.ToString()),
        (BsonType.String, _) when type == typeof(ObjectId) => new ScalarConverter<ObjectId>(v => v.ToString(), v => ObjectId.Parse(v.AsString)),
        (BsonType.String, _) when type == typeof(Guid) => new ScalarConverter<Guid>(v => v.ToString(), v => Guid.Parse(v.AsString)),
        (BsonType.String, _) when type == typeof(decimal) => new ScalarConverter<decimal>(v => v.ToString(CultureInfo.InvariantCulture), v => decimal.Parse(v.AsString, CultureInfo.InvariantCulture)),
        (BsonType.Double, _) when type == typeof(decimal) => new ScalarConverter<decimal>(v => (double)v, v => (decimal)v.ToDouble()),
        (BsonType.String, _) when type == typeof(int) => new ScalarConverter<int>(v => v.ToString(CultureInfo.InvariantCulture), v => int.Parse(v.AsString, CultureInfo.InvariantCulture)),
        (BsonType.String, _) when type == typeof(long) => new ScalarConverter<long>(v => v.ToString(CultureInfo.InvariantCulture), v => long.Parse(v.AsString, CultureInfo.InvariantCulture)),
        (BsonType.Int64, _) when type == typeof(int) => new ScalarConverter<int>(v => (long)v, v => v.ToInt32()),
        (BsonType.Int64, _) when type == typeof(TimeSpan) => new ScalarConverter<TimeSpan>(v => v.Ticks, v => new TimeSpan(v.ToInt64())),
        _ => null,
    };

    private sealed class EnumTextConverter(Type type) : BsonConverter
    {
        public override BsonValue ToBson(object value) => value.ToString();

        public override object FromBson(BsonValue value) => For(type).FromBson(value);

        private static EnumConverter For(Type type) => new(type);
    }
}
