using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Migrations.Engine.Model;

// The ids of revisions: UTC timestamps, or the last 12 hexadecimal digits of a UUIDv5 (RFC 9562) of tree, line and version.
internal static class RevisionId
{
    private static readonly string[] TimestampFormats = ["yyyyMMddHHmmss", "yyyyMMddHHmmssfff"];

    // UUIDv5 of the DNS name lsst.org, so that databases that were stamped with such ids can be taken over.
    private static readonly byte[] Namespace = Convert.FromHexString("840b31d905cd5161b2c800d32b280d0f");

    // Orders ids: timestamps by their time, others by their text.
    public static IComparer<string> Comparer { get; } = Comparer<string>.Create(Compare);

    // The id of a revision by its names: of a tree's root with the tree alone, else tree, line and version. All but the tree's name are escaped before they are joined,
    // so within a tree two different revisions never have the same joined name.
    public static string Of(string tree, params IEnumerable<string> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var name = string.Join('-', parts.Select(p => p.Replace("%", "%25", StringComparison.Ordinal).Replace("-", "%2D", StringComparison.Ordinal)).Prepend(tree));
        return Convert.ToHexStringLower(UuidOf(name))[^12..];
    }

    // Whether a text is an id of one of the accepted forms.
    public static bool IsValid(string id) => IsName(id) || TryGetTime(id, out _);

    // Whether an id is derived from names, so that it does not tell its place.
    public static bool IsName(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Length == 12 && id.All(char.IsAsciiHexDigitLower);
    }

    // The time of an id: a UTC timestamp of 14 or 17 digits, or seconds or milliseconds since 1970 (10 or 13 digits).
    public static bool TryGetTime(string id, out DateTime time)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.Length is 14 or 17)
        {
            return DateTime.TryParseExact(id, TimestampFormats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out time);
        }

        time = default;
        if (id.Length is not (10 or 13) || !id.All(char.IsAsciiDigit))
        {
            return false;
        }

        var number = long.Parse(id, CultureInfo.InvariantCulture);
        time = (id.Length == 10 ? DateTimeOffset.FromUnixTimeSeconds(number) : DateTimeOffset.FromUnixTimeMilliseconds(number)).UtcDateTime;
        return true;
    }

    private static int Compare(string? one, string? other)
    {
        // Times of the same form are in the order of their text.
        if (one is null || other is null || one.Length == other.Length || !TryGetTime(one, out var time) || !TryGetTime(other, out var otherTime))
        {
            return string.CompareOrdinal(one, other);
        }

        var order = time.CompareTo(otherTime);
        return order != 0 ? order : string.CompareOrdinal(one, other);
    }

    // Not for security: RFC 9562 section 5.5 requires SHA-1.
    private static byte[] UuidOf(string name)
    {
#pragma warning disable CA5350 // UUIDv5 is defined with SHA-1; it is not used for security.
        var hash = SHA1.HashData([.. Namespace, .. Encoding.UTF8.GetBytes(name)]);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return hash[..16];
    }
}
