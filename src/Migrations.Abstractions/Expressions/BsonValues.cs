using System.Collections;
using Migrations.Bson;

namespace Migrations;

internal static class BsonValues
{
    public static BsonValue From(object? value) => value switch
    {
        null => BsonNull.Value,
        BsonValue bson => bson,
        BsonExpression expression => expression.ToBsonValue(),
        RawBsonDocument raw => raw.ToBsonDocument(),
        RawBsonValue raw => raw.ToBsonValue(),
        string text => text,
        bool flag => flag,
        int number => number,
        long number => number,
        short number => (int)number,
        byte number => (int)number,
        double number => number,
        float number => (double)number,
        decimal number => new Decimal128(number),
        Decimal128 number => number,
        ObjectId id => id,
        Guid guid => guid,
        DateTime time => time,
        DateTimeOffset time => time.UtcDateTime,
        byte[] bytes => bytes,
        Enum constant => Convert.ToInt32(constant, System.Globalization.CultureInfo.InvariantCulture),
        IEnumerable items => new BsonArray(items.Cast<object?>().Select(From)),
        _ => BsonSerializer.Serialize(value.GetType(), value),
    };
}
