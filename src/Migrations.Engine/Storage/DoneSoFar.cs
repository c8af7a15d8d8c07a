using System.Globalization;

namespace Migrations.Engine.Storage;

// How much of a migration that did not come to its end is in the data, as far as anybody knows.
internal static class DoneSoFar
{
    public static string TextOf(AppliedMigration record)
    {
        var left = record.FailedDocuments > 0 ? string.Create(CultureInfo.InvariantCulture, $", {record.FailedDocuments:N0} document(s) left behind") : "";
        return record switch
        {
            { Progress: { } progress } => string.Create(CultureInfo.InvariantCulture, $"{CountText.OrNull(new WriteCounts { Modified = progress.Modified, Inserted = progress.Inserted, Deleted = progress.Deleted }) ?? "nothing written"} of {progress.Total:N0} document(s){(progress.Announced > 0 ? ", a batch announced" : "")}{left}"),
            { Written.Count: > 0 } => $"written to {WrittenOf(record)}{left}",
            _ => $"how much is not known{left}",
        };
    }

    public static string WrittenOf(AppliedMigration record) => string.Join(" and ", record.Written.Select(w => $"'{w.Collection}' ({(CountText.OrNull(w.Counts) is { } counts ? $"at least {counts}" : "how much is not known")})"));
}
