using MongoDB.Bson;
using System.Globalization;

namespace Migrations.Engine.Kinds.Typed.Passing;

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
        [typeof(bool)] = text => text.Length == text.Trim().Length ? bool.Parse(text) : throw new FormatException("There is white space in it."),
        [typeof(DateTime)] = text => DateTexts.ReadInstant(text),
        [typeof(DateTimeOffset)] = text => DateTexts.ReadTime(text),
        [typeof(DateOnly)] = text => DateTexts.ReadDate(text),
        [typeof(TimeOnly)] = text => DateTexts.ReadClock(text),
        [typeof(TimeSpan)] = text => DateTexts.ReadSpan(text),
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
            : IsNumber(target) && IsNumber(value.GetType()) ? ToNumber(value, target)
            : ToTime(value, target);
        return converted is not null || value is null;
    }

    private static bool IsNumber(Type type) => Numbers.Contains(type);

    private static Enum? ToEnum(object value, Type target) => value switch
    {
        string name => Enumerations.Parse(target, name),
        Enum other => Enumerations.Parse(target, Enumerations.NameOf(other)),
        _ when IsNumber(value.GetType()) => Enumerations.OfNumber(target, ToNumber(value, Enum.GetUnderlyingType(target))),
        _ => null,
    };

    private static object? FromEnum(Enum member, Type target) => target == typeof(string) ? Enumerations.NameOf(member)
        : IsNumber(target) ? ToNumber(Convert.ChangeType(member, Enum.GetUnderlyingType(member.GetType()), Culture), target)
        : null;

    // Null for what has no text of its own.
    private static string? ToText(object value) => value switch
    {
        DateTime time => Exactness.Utc(time).ToString("O", Culture),
        DateTimeOffset time => time.ToString("O", Culture),
        DateOnly date => date.ToString("O", Culture),
        TimeOnly time => time.ToString("O", Culture),
        TimeSpan span => span.ToString("c", Culture),
        double number => number.ToString("R", Culture),
        Uri uri => uri.OriginalString,
        Guid or ObjectId or bool or char => FormattableString.Invariant($"{value}"),
        _ => IsNumber(value.GetType()) ? FormattableString.Invariant($"{value}") : null,
    };

    private static object? Parse(string text, Type target) => FromText.TryGetValue(target, out var parse) ? parse(text)
        : IsNumber(target) ? ToNumber(text, target)
        : null;

    private static object? ToTime(object value, Type target) => (value, target) switch
    {
        (DateTime time, _) when target == typeof(DateTimeOffset) => new DateTimeOffset(Exactness.Utc(time)),
        (DateTimeOffset time, _) when target == typeof(DateTime) => time.Offset == TimeSpan.Zero ? time.UtcDateTime : throw new FormatException("Its offset would be lost."),
        (DateTime time, _) when target == typeof(DateOnly) => Exactness.Utc(time) is { TimeOfDay.Ticks: 0 } date ? DateOnly.FromDateTime(date) : throw new FormatException("Its time of day would be lost."),
        (DateOnly date, _) when target == typeof(DateTime) => date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
        _ => null,
    };

    // By way of its digits, and only if they are the same afterwards.
    private static object ToNumber(object value, Type target)
    {
        var text = value is string written ? written : ToText(value is float number ? (double)number : value)!;
        var wanted = Exactness.NumberOf(text) ?? throw new FormatException("It is no number.");
        var converted = target == typeof(Decimal128) ? Decimal128.Parse(text)
            : target == typeof(double) ? double.Parse(text, NumberStyles.Float, Culture)
            : target == typeof(float) ? float.Parse(text, NumberStyles.Float, Culture)
            : target == typeof(decimal) ? decimal.Parse(text, NumberStyles.Float, Culture)
            : Convert.ChangeType(decimal.Parse(text, NumberStyles.Float, Culture), target, Culture);
        return Exactness.NumberOf(converted) == wanted ? converted : throw new OverflowException($"It has no exact form as a {target.Name}.");
    }
}
