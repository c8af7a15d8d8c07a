using System.Globalization;

namespace Migrations.Bson;

/// <summary>A date: milliseconds since 1970-01-01 UTC.</summary>
public sealed class BsonDateTime(long millisecondsSinceEpoch) : BsonValue
{
    private const long MinMilliseconds = -62_135_596_800_000;
    private const long MaxMilliseconds = 253_402_300_799_999;

    /// <summary>Milliseconds since 1970-01-01 UTC; years beyond those of <see cref="DateTime"/> are possible.</summary>
    public long MillisecondsSinceEpoch => millisecondsSinceEpoch;

    /// <summary>Whether a <see cref="DateTime"/> can hold it.</summary>
    public bool IsValidDateTime => millisecondsSinceEpoch is >= MinMilliseconds and <= MaxMilliseconds;

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.DateTime;

    /// <summary>Takes a time, to the millisecond; a local time is turned into UTC, one of no stated kind is UTC, so that the result does not depend on the machine.</summary>
    public static BsonDateTime FromDateTime(DateTime time)
    {
        var utc = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;
        return new BsonDateTime((utc.Ticks / TimeSpan.TicksPerMillisecond) + MinMilliseconds);
    }

    /// <summary>The time in UTC.</summary>
    /// <exception cref="OverflowException">It lies outside the years 1 to 9999.</exception>
    public DateTime ToDateTime() => IsValidDateTime
        ? DateTime.UnixEpoch.AddMilliseconds(millisecondsSinceEpoch)
        : throw new OverflowException($"The date of {millisecondsSinceEpoch} milliseconds lies outside the years 1 to 9999.");

    /// <inheritdoc />
    public override string ToString() => IsValidDateTime ? ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture) : millisecondsSinceEpoch.ToString(CultureInfo.InvariantCulture);

    internal override void WriteValue(BsonWriter writer, int depth) => writer.WriteInt64Value(millisecondsSinceEpoch);
}
