using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Emit;

// Any order will do, as long as it is the same everywhere.
internal static class BytewiseIds
{
    public static IComparer<BsonValue> Comparer { get; } = Comparer<BsonValue>.Create(Compare);

    private static int Compare(BsonValue first, BsonValue second)
    {
        var (a, b) = (first.ToRawValue(), second.ToRawValue());
        return a.Type == b.Type ? a.Bytes.Span.SequenceCompareTo(b.Bytes.Span) : a.Type.CompareTo(b.Type);
    }
}
