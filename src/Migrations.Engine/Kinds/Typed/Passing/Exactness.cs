using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Typed.Passing;

// Whether a value is the same as before its conversion: nothing cut, rounded or taken for another.
internal static partial class Exactness
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static bool IsSame(object? before, object? after) => (before, after) switch
    {
        (DateTime one, DateTime other) => Utc(one) == Utc(other),
        (DateTimeOffset one, DateTimeOffset other) => one.EqualsExact(other),
        (Uri one, Uri other) => one.OriginalString == other.OriginalString,
        (string one, string other) => one == other || (ObjectId.TryParse(one, out var id) && ObjectId.TryParse(other, out var otherId) && id == otherId),
        _ when before is not null && after is not null && NumberOf(before) is { } number => number == NumberOf(after),
        _ => Equals(before, after),
    };

    // As what is stored and what the driver read of it.
    public static bool IsRead(BsonValue stored, object? value) => stored.BsonType switch
    {
        BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128 when value is not null && NumberOf(value) is { } number => NumberOf(BsonTypeMapper.MapToDotNetValue(stored)) == number,
        BsonType.String when value is not (null or string) => !Conversions.TryConvert(stored.AsString, value.GetType(), out var exact) || IsSame(exact, value),
        _ => true,
    };

    // Times that are read carry no zone and mean UTC.
    public static DateTime Utc(DateTime time) => time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();

    // Its digits and exponent; null for what is no number. Doubles are the shortest number that is read as them.
    public static string? NumberOf(object value) => value switch
    {
        double number => Normal(number.ToString("R", Culture)),
        float number => Normal(((double)number).ToString("R", Culture)),
        Decimal128 or decimal or byte or sbyte or short or ushort or int or uint or long or ulong => Normal(FormattableString.Invariant($"{value}")),
        string text => Normal(text),
        _ => null,
    };

    private static string? Normal(string text)
    {
        if (text is "NaN" or "Infinity" or "-Infinity")
        {
            return text;
        }

        if (NumberText().Match(text) is not { Success: true } match || !long.TryParse(match.Groups["exponent"].Value is { Length: > 0 } written ? written : "0", NumberStyles.AllowLeadingSign, Culture, out var exponent))
        {
            return null;
        }

        var fraction = match.Groups["fraction"].Value;
        var digits = new StringBuilder(match.Groups["whole"].Value).Append(fraction).ToString().TrimStart('0');
        var significant = digits.TrimEnd('0');
        return significant.Length == 0 ? "0" : FormattableString.Invariant($"{(match.Groups["sign"].Value == "-" ? "-" : "")}{significant}e{exponent - fraction.Length + digits.Length - significant.Length}");
    }

    [GeneratedRegex(@"^(?<sign>[+-]?)(?=\.?[0-9])(?<whole>[0-9]*)(?:\.(?<fraction>[0-9]*))?(?:[eE](?<exponent>[+-]?[0-9]+))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberText();
}
