using System.Globalization;

namespace Migrations.Engine.Kinds.Typed.Passing;

// Dates and times as ISO 8601 writes them, with their zone: any other text may mean two of them.
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
        : throw new FormatException("It does not say hours, minutes and seconds, as in 1.02:03:04.5.");

    public static DateTimeOffset ReadTime(string text) => TryRead(text, out var time) ? time : throw new FormatException("It is no date and time with its zone, as in 2026-03-04T05:06:07Z.");

    // A date alone is its beginning in UTC, as the driver stores dates.
    public static DateTime ReadInstant(string text) =>
        DateOnly.TryParseExact(text, Date, Culture, DateTimeStyles.None, out var date) ? date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : ReadTime(text).UtcDateTime;

    public static bool TryRead(string text, out DateTimeOffset time)
    {
        time = default;
        return HasZone(text) && DateTimeOffset.TryParseExact(text, Times, Culture, DateTimeStyles.AssumeUniversal, out time);
    }

    private static bool HasZone(string text) => text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
}
