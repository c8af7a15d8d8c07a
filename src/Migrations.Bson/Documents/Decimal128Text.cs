using System.Globalization;
using System.Text.RegularExpressions;

namespace Migrations.Bson;

// https://github.com/mongodb/specifications/blob/master/source/bson-decimal128/decimal128.md
internal static partial class Decimal128Text
{
    public static string Format(Decimal128 value)
    {
        if (value.IsNaN)
        {
            return "NaN";
        }

        var sign = value.IsNegative ? "-" : "";
        if (value.IsInfinity)
        {
            return sign + "Infinity";
        }

        var digits = value.Coefficient.ToString(CultureInfo.InvariantCulture);
        var exponent = value.Exponent;
        var adjusted = exponent + digits.Length - 1;
        return sign + (exponent > 0 || adjusted < -6 ? Scientific(digits, adjusted) : Plain(digits, exponent));
    }

    public static Decimal128 Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = Number().Match(text);
        if (!match.Success)
        {
            return ParseSpecial(text);
        }

        var fraction = match.Groups["fraction"].Value;
        var digits = (match.Groups["whole"].Value + fraction).TrimStart('0');
        var negative = match.Groups["sign"].Value == "-";
        return Fit(text, negative, digits, ParseExponent(match.Groups["exponent"].Value) - fraction.Length);
    }

    private static string Scientific(string digits, int adjusted)
    {
        var mantissa = digits.Length > 1 ? $"{digits[0]}.{digits[1..]}" : digits;
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}E{(adjusted < 0 ? "" : "+")}{adjusted}");
    }

    private static string Plain(string digits, int exponent)
    {
        if (exponent == 0)
        {
            return digits;
        }

        var point = digits.Length + exponent;
        return point > 0 ? $"{digits[..point]}.{digits[point..]}" : $"0.{new string('0', -point)}{digits}";
    }

    private static Decimal128 ParseSpecial(string text)
    {
        var negative = text.StartsWith('-');
        var word = text.TrimStart('+', '-');
        if (text.Length - word.Length <= 1 && (word.Equals("inf", StringComparison.OrdinalIgnoreCase) || word.Equals("infinity", StringComparison.OrdinalIgnoreCase)))
        {
            return new Decimal128(negative ? 0xF800000000000000 : 0x7800000000000000, 0);
        }

        return text.Length - word.Length <= 1 && word.Equals("nan", StringComparison.OrdinalIgnoreCase)
            ? new Decimal128(0x7C00000000000000, 0)
            : throw new FormatException($"'{text}' is no Decimal128.");
    }

    // Beyond the range of int every exponent overflows or underflows alike.
    private static long ParseExponent(string text)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            ? Math.Clamp(exponent, -1_000_000_000L, 1_000_000_000L)
            : text[0] == '-' ? -1_000_000_000L : 1_000_000_000L;
    }

    private static Decimal128 Fit(string text, bool negative, string digits, long exponent)
    {
        if (digits.Length == 0)
        {
            return Decimal128.Create(negative, UInt128.Zero, (int)Math.Clamp(exponent, Decimal128.MinExponent, Decimal128.MaxExponent));
        }

        var significant = digits.TrimEnd('0');
        var zeros = digits.Length - significant.Length;
        var drop = (int)Math.Min(zeros, Math.Max(Math.Max(digits.Length - 34, 0), Math.Clamp(Decimal128.MinExponent - exponent, 0, int.MaxValue)));
        digits = digits[..^drop];
        exponent += drop;
        if (exponent > Decimal128.MaxExponent && digits.Length + exponent - Decimal128.MaxExponent <= 34)
        {
            digits += new string('0', (int)(exponent - Decimal128.MaxExponent));
            exponent = Decimal128.MaxExponent;
        }

        return digits.Length <= 34 && exponent is >= Decimal128.MinExponent and <= Decimal128.MaxExponent
            ? Decimal128.Create(negative, UInt128.Parse(digits, CultureInfo.InvariantCulture), (int)exponent)
            : throw new FormatException($"'{text}' cannot be held by a Decimal128 without rounding: it has 34 digits and exponents from -6176 to 6111.");
    }

    [GeneratedRegex(@"^(?<sign>[+-])?(?:(?<whole>[0-9]+)(?:\.(?<fraction>[0-9]*))?|\.(?<fraction>[0-9]+))(?:[eE](?<exponent>[+-]?[0-9]+))?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
