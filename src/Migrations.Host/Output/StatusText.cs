using System.Globalization;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using Spectre.Console;

namespace Migrations.Host.Output;

// The status of a database, as text.
internal static class StatusText
{
    public static IEnumerable<string> Heading(StatusReport report)
    {
        yield return $"Database {report.Database} on {report.Server.Server} (version {report.Server.ServerVersion}, {(report.Server.SupportsTransactions ? "with" : "without")} transactions)";
        if (report.LockHolder is { } holder)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Locked by {holder.Owner} since {holder.Acquired:u}");
        }
    }

    public static TextTable Table(StatusReport report)
    {
        var table = new TextTable(TextColumn.Lead("Tree"), TextColumn.Lead("Migration"), TextColumn.Name("Version"), TextColumn.Sentence("Title"), TextColumn.Sentence("State"));
        foreach (var tree in report.Trees)
        {
            foreach (var migration in tree.Migrations)
            {
                table.AddStated(StyleOf(migration), tree.Name, migration.Id, TextColumn.Version(LineText(migration), migration.Version), migration.Title, StateText.Of(migration) + (migration.Id == tree.Head ? " (current)" : ""));
            }
        }

        return table;
    }

    private static Style StyleOf(MigrationStatus migration) => migration.Record?.Status switch
    {
        AppliedStatus.Failed or AppliedStatus.Running => new Style(Color.Red),
        AppliedStatus.Done => new Style(Color.Green),
        _ => migration.IsPending ? new Style(Color.Yellow) : Style.Plain,
    };

    public static IEnumerable<string> Places(StatusReport report) => report.Trees.Where(_ => report.IsInitialised).Select(PlaceOf);

    private static string PlaceOf(TreeStatus tree)
    {
        var place = tree.Head ?? (tree.IsUnknown ? "position unknown" : "base");
        var pending = tree.Migrations.Count(m => m.IsPending);
        var names = string.Concat(new[] { tree.Line is null ? null : $"({tree.Line})", tree.Version }.Where(t => t is not null).Select(t => $" {t}"));
        var declared = tree.Component is { } component ? $", the application declares {component.Line} {component.Version}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{tree.Name}: {place}{names}{(pending == 0 ? "" : $", {pending} pending")}{declared}");
    }

    private static string? LineText(MigrationStatus migration) => migration.Migration is { OneShot: { } name } ? $"one-shot {name}" : migration.Migration?.Line;
}
