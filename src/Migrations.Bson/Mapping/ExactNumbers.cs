using System.Globalization;

namespace Migrations.Bson;

// A number is read as another type of number only if nothing of it is lost.
internal static class ExactNumbers
{
    public static long ToInt64(BsonValue value) => value switch
    {
        BsonInt32 number => number.Value,
        BsonInt64 number => number.Value,
        BsonDouble { Value: >= -9223372036854775808d and < 9223372036854775808d } number when Math.Truncate(number.Value).Equals(number.Value) => (long)number.Value,
        BsonDecimal128 number when number.Value.ToDecimalExact() is var whole && decimal.Truncate(whole) == whole => checked((long)whole),
        BsonDouble or BsonDecimal128 => throw Lossy(value, "an integer"),
        _ => throw NoNumber(value),
    };

    public static double ToDouble(BsonValue value) => value switch
    {
        BsonDouble number => number.Value,
        BsonInt32 number => number.Value,
        BsonInt64 { Value: >= -(1L << 53) and <= 1L << 53 } number => number.Value,
        BsonDecimal128 { Value: { IsNaN: false, IsInfinity: false } } number when Nearest(number.Value) is { } nearest => nearest,
        BsonInt64 or BsonDecimal128 => throw Lossy(value, "a double"),
        _ => throw NoNumber(value),
    };

    public static float ToSingle(BsonValue value)
    {
        var number = ToDouble(value);
        return double.IsNaN(number) || ((double)(float)number).Equals(number) ? (float)number : throw Lossy(value, "a float");
    }

    public static decimal ToDecimal(BsonValue value) => value switch
    {
        BsonDecimal128 number => number.Value.ToDecimalExact(),
        BsonDouble number when Shortest(number.Value) is { } shortest => shortest,
        BsonDouble => throw Lossy(value, "a decimal"),
        _ => ToInt64(value),
    };

    // The decimal that is written with the fewest digits that make this double.
    private static decimal? Shortest(double value) =>
        decimal.TryParse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && ((double)number).Equals(value + 0d) ? number : null;

    private static double? Nearest(Decimal128 value)
    {
        var exact = value.ToDecimalExact();
        var nearest = (double)exact;
        return Shortest(nearest) == exact ? nearest : null;
    }

    private static OverflowException Lossy(BsonValue value, string target) => new($"{value} would lose something as {target}.");

    private static InvalidCastException NoNumber(BsonValue value) => new($"{value.BsonType} is no number.");
}
