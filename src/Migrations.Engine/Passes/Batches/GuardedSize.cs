using Migrations.Bytes;

namespace Migrations.Engine.Passes.Batches;

// A guarded update carries what it was computed from beside what it writes, and servers take no statement that is longer than a document and a little.
internal static class GuardedSize
{
    private const int Largest = (16 * 1024 * 1024) + (16 * 1024);

    // What a guard says of a field is never more than this many times its bytes.
    private const int Suspicious = Largest / 16;

    public static bool IsTooLarge(PlannedChange change) => (long)change.Document.Length + change.Update.Bytes.Length > Suspicious && Measure(change) > Largest;

    public static DocumentFailure Failure(PlannedChange change) => new(
        change.Id,
        null,
        $"Its update has {Measure(change)} bytes together with the values that it was computed from, which go along without transactions, and the server takes {Largest}. It was not sent. Migrate with transactions ('--transaction require'), or change less of the document.");

    private static long Measure(PlannedChange change)
    {
        using var statement = new RawWriter((change.Document.Length + change.Update.Bytes.Length) * 2);
        Guard.WriteStatement(statement, change);
        return statement.Length;
    }
}
