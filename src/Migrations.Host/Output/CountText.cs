using System.Globalization;
using Migrations.Engine.Reporting;

namespace Migrations.Host.Output;

internal static class CountText
{
    public static string Of(WriteCounts counts)
    {
        (string Name, long Count)[] parts = [("changed", counts.Modified), ("inserted", counts.Inserted), ("deleted", counts.Deleted)];
        var text = string.Join(", ", parts.Where(p => p.Count > 0).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Count:N0} {p.Name}")));
        return text.Length == 0 ? "none" : text;
    }
}
