using MongoDB.Bson;
using System.Globalization;

namespace Migrations.Engine.Typed.Passing;

// Values of one type as another, where nothing is lost and there is no doubt about it. What does not fit throws.
internal static class Conversions
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private static readonly HashSet<Type> Numbers =
    [
        typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(float), typeof(double), typeof(decimal), typeof(Decimal128),
    ];

    private static readonly Dictionary<Type, Func<string, object>> FromText = new()
    {
        [typeof(ObjectId)] = text => ObjectId.Parse(text),
        [typeof(Guid)] = text => Guid.Parse(text),
        [typeof(bool)] = text => bool.Parse(text),
        [typeof(decimal)] = text => decimal.Parse(text, NumberStyles.Float, Culture),
        [typeof(Decimal128)] = text => Decimal128.Parse(text),
        [typeof(double)] = text => double.Parse(text, NumberStyles.Float, Culture),
        [typeof(DateTime)] = text => DateTime.Parse(text, Culture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal),
        [typeof(DateTimeOffset)] = text => DateTimeOffset.Parse(text, Culture, DateTimeStyles.AssumeUniversal),
        [typeof(DateOnly)] = text => DateOnly.Parse(text, Culture),
        [typeof(TimeOnly)] = text => TimeOnly.Parse(text, Culture),
        [typeof(TimeSpan)] = text => TimeSpan.Parse(text, Culture),
        [typeof(Uri)] = text => new Uri(text, UriKind.RelativeOrAbsolute),
    };

    public static bool TryConvert(object? value, Type type, out object? converted)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        converted = value is null || target.IsInstanceOfType(value) ? value
            : target.IsEnum ? ToEnum(value, target)
            : value is Enum member ? FromEnum(member, target)
            : target == typeof(string) ? ToText(value)
            : value is string text ? Parse(text, target)
            : Numbers.Contains(target) && Numbers.Contains(value.GetType()) ? ToNumber(value, target)
            : ToTime(value, target);
        return converted is not null || value is null;
    }

    private static object? ToEnum(object value, Type target) => value switch
    {
        string name => Enum.Parse(target, name),
        Enum other => Enum.Parse(target, other.ToString()),
        _ when Numbers.Contains(value.GetType()) => Enum.ToObject(target, Defined((long)ToNumber(value, typeof(long)), target)),
        _ => null,
    };

    private static long Defined(long number, Type target) =>
        target.IsDefined(typeof(FlagsAttribute), inherit: false) || Enum.IsDefined(target, Convert.ChangeType(number, Enum.GetUnderlyingType(target), Culture))
            ? number
            : throw new FormatException($"{target.Name} has no member of the value {number}.");

    private static object? FromEnum(Enum member, Type target) => target == typeof(string) ? member.ToString()
        : Numbers.Contains(target) ? ToNumber(Convert.ChangeType(member, Enum.GetUnderlyingType(member.GetType()), Culture), target)
        : null;

    // Null for what has no text of its own.
    private static string? ToText(object value) => value switch
    {
        DateTime time => time.ToString("O", Culture),
        DateTimeOffset time => time.ToString("O", Culture),
        double number => number.ToString("R", Culture),
        Guid or ObjectId or bool or char or DateOnly or TimeOnly or TimeSpan or Uri => FormattableString.Invariant($"{value}"),
        _ => Numbers.Contains(value.GetType()) ? FormattableString.Invariant($"{value}") : null,
    };

    private static object? Parse(string text, Type target) => FromText.TryGetValue(target, out var parse) ? parse(text)
        : Numbers.Contains(target) ? ToNumber(decimal.Parse(text, NumberStyles.Float, Culture), target)
        : null;

    private static object? ToTime(object value, Type target) => (value, target) switch
    {
        (DateTime time, _) when target == typeof(DateTimeOffset) => new DateTimeOffset(time.ToUniversalTime()),
        (DateTimeOffset time, _) when target == typeof(DateTime) => time.UtcDateTime,
        (DateTime { TimeOfDay.Ticks: 0 } time, _) when target == typeof(DateOnly) => DateOnly.FromDateTime(time),
        (DateOnly date, _) when target == typeof(DateTime) => date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
        _ => null,
    };

    private static object ToNumber(object value, Type target)
    {
        if (target == typeof(double) || target == typeof(float))
        {
            return Convert.ChangeType(Floating(value, target), target, Culture);
        }

        if (value is Decimal128 big && target == typeof(Decimal128))
        {
            return big;
        }

        if (target == typeof(Decimal128))
        {
            return value is double or float ? Decimal128.Parse(Convert.ToDouble(value, Culture).ToString("R", Culture)) : new Decimal128(Convert.ToDecimal(value, Culture));
        }

        var number = value is Decimal128 exact ? Decimal128.ToDecimal(exact) : value is double or float ? Exact(Convert.ToDouble(value, Culture)) : Convert.ToDecimal(value, Culture);
        return target == typeof(decimal) ? number
            : number == decimal.Truncate(number) ? Convert.ChangeType(number, target, Culture)
            : throw new OverflowException($"{number} is not a whole number.");
    }

    private static decimal Exact(double value) =>
        decimal.Parse(value.ToString("R", Culture), NumberStyles.Float, Culture) is var number && (double)number == value ? number : throw new OverflowException($"{value} has no exact decimal form.");

    private static double Floating(object value, Type target)
    {
        var number = value is Decimal128 big ? double.Parse(big.ToString(), NumberStyles.Float, Culture) : Convert.ToDouble(value, Culture);
        var isLost = (value is long or ulong or int or uint && (decimal)number != Convert.ToDecimal(value, Culture)) || (target == typeof(float) && !double.IsNaN(number) && (float)number != number);
        return isLost ? throw new OverflowException($"{value} has no exact form as a {target.Name}.") : number;
    }
}
