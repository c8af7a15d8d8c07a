using MongoDB.Bson;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes.Scanning;

// What of a range a scan has behind it, as ranges of its own.
internal static class DonePart
{
    public static IReadOnlyList<IdRange> Of(IdRange range, BsonValue? last, bool isDone)
    {
        if (isDone || (last is not null && range.IsNaN))
        {
            return [range];
        }

        return last is null ? [] : [.. KindsBefore(range, IdKinds.Of(last)), .. KindOf(range, last, IdKinds.Of(last))];
    }

    private static IEnumerable<IdRange> KindsBefore(IdRange range, int kind) => kind > range.FirstKind ? [new IdRange(range.FirstKind, kind - 1)] : [];

    private static IEnumerable<IdRange> KindOf(IdRange range, BsonValue last, int kind)
    {
        if (IdKinds.HasOneValue(kind))
        {
            return [new IdRange(kind, kind)];
        }

        // In a range without bounds NaN comes before all other numbers; in others it is not.
        IEnumerable<IdRange> notANumber = kind == IdKinds.Numbers && range is { After: null, UpTo: null } ? [new IdRange(kind, kind) { IsNaN = true }] : [];
        return IdKinds.IsNaN(last) ? notANumber : [.. notANumber, new IdRange(kind, kind) { After = range.After, UpTo = last }];
    }
}
