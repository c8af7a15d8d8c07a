using System.Globalization;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Typed.Converting;

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

    // Null for values without a text form.
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

    // Converts the digits, and only if they are the same afterwards.
    private static object ToNumber(object value, Type target)
    {
        var text = value is string written ? written : ToText(value is float number ? (double)number : value)!;
        var wanted = Exactness.NumberOf(text) ?? throw new FormatException("It is not a number.");
        var converted = target == typeof(Decimal128) ? Decimal128.Parse(text)
            : target == typeof(double) ? double.Parse(text, NumberStyles.Float, Culture)
            : target == typeof(float) ? float.Parse(text, NumberStyles.Float, Culture)
            : target == typeof(decimal) ? decimal.Parse(text, NumberStyles.Float, Culture)
            : Convert.ChangeType(decimal.Parse(text, NumberStyles.Float, Culture), target, Culture);
        return Exactness.NumberOf(converted) == wanted ? converted : throw new OverflowException($"It has no exact form as a {target.Name}.");
    }
}

// Dates and times as ISO 8601 writes them, with their zone: any other text is ambiguous.
internal static class DateTexts
{
    private const string Date = "yyyy-MM-dd";
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
    private static readonly string[] Clocks = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"];
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static DateOnly ReadDate(string text) => DateOnly.ParseExact(text, Date, Culture);

    public static TimeOnly ReadClock(string text) => TimeOnly.ParseExact(text, Clocks, Culture);

    public static TimeSpan ReadSpan(string text) => TimeSpan.ParseExact(text, "c", Culture) is var span && text.Count(c => c == ':') == 2
        ? span
        : throw new FormatException("It is not hours, minutes and seconds, as in 1.02:03:04.5.");

    public static DateTimeOffset ReadTime(string text) => TryRead(text, out var time) ? time : throw new FormatException("It is not a date and time with its zone, as in 2026-03-04T05:06:07Z.");

    // A date alone means its start in UTC, as the driver stores dates.
    public static DateTime ReadInstant(string text) =>
        DateOnly.TryParseExact(text, Date, Culture, DateTimeStyles.None, out var date) ? date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : ReadTime(text).UtcDateTime;

    public static bool TryRead(string text, out DateTimeOffset time)
    {
        time = default;
        return HasZone(text) && DateTimeOffset.TryParseExact(text, Times, Culture, DateTimeStyles.AssumeUniversal, out time);
    }

    private static bool HasZone(string text) => text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
}

// Members of enumerations by name; flags may be combined. A number without a member has no name.
internal static class Enumerations
{
    public static bool IsNamed(Enum member) => member.ToString() is [not ('-' or (>= '0' and <= '9')), ..];

    public static bool AreNames(Type type, string text)
    {
        var names = IsFlags(type) ? text.Split(", ") : [text];
        return Array.TrueForAll(names, name => Array.IndexOf(Enum.GetNames(type), name) >= 0);
    }

    public static Enum Parse(Type type, string text) => AreNames(type, text) ? (Enum)Enum.Parse(type, text) : throw new FormatException($"{type.Name} has no member of that name.");

    public static Enum OfNumber(Type type, object number) => (Enum)Enum.ToObject(type, number) is var member && IsNamed(member) ? member : throw new FormatException($"{type.Name} has no member of that number.");

    public static string NameOf(Enum member) => IsNamed(member) ? member.ToString() : throw new FormatException($"{member.GetType().Name} has no member of that number.");

    private static bool IsFlags(Type type) => type.IsDefined(typeof(FlagsAttribute), inherit: false);
}
