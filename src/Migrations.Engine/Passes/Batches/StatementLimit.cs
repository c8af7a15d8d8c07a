using Migrations.Bytes;

namespace Migrations.Engine.Passes.Batches;

// A guarded update carries what it was computed from as well as what it writes, and servers accept no statement that is much longer than a document.
internal static class StatementLimit
{
    private const int Largest = (16 * 1024 * 1024) + (16 * 1024);

    // A guard on a field is never longer than this many times the field.
    private const int Suspicious = Largest / 16;

    public static bool IsTooLarge(PlannedChange change) => (long)change.Document.Length + change.Update.Bytes.Length > Suspicious && Measure(change) > Largest;

    public static DocumentFailure Failure(PlannedChange change) => new(
        change.Id,
        null,
        $"Its update has {Measure(change)} bytes together with the values that it was computed from, which are sent along without transactions, and the server accepts {Largest}. It was not sent. Migrate with transactions ('--transaction require'), or change less of the document.");

    private static long Measure(PlannedChange change)
    {
        using var statement = new RawWriter((change.Document.Length + change.Update.Bytes.Length) * 2);
        Guard.WriteStatement(statement, change);
        return statement.Length;
    }
}
