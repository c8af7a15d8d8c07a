using System.Globalization;
using Migrations.Engine.Planning;

namespace Migrations.Host.Output;

// The steps of a plan for people: those that a run would take, and below them those that it would not.
internal static class PlanTable
{
    public static TextTable Of(Plan plan)
    {
        var table = new TextTable(TextColumn.Lead("Step"), TextColumn.Lead("Tree"), TextColumn.Lead("Migration"), TextColumn.Name("Version"), TextColumn.Sentence("Title"), TextColumn.Name("Way back"));
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            Add(table, plan.Steps[i], (i + 1).ToString("N0", CultureInfo.InvariantCulture), ResumptionText.Of(plan.Steps[i]));
        }

        foreach (var step in plan.Held)
        {
            Add(table, step, "-", step.Migration.NotWritten is not null ? WayBack.NotWrittenYet : step.Migration.DownNotWritten is not null ? $"way back {WayBack.NotWrittenYet}" : "held back");
        }

        return table;
    }

    private static void Add(TextTable table, PlannedStep step, string number, string? mark)
    {
        var migration = step.Migration;
        var title = $"{migration.Identity.Title}{(migration.OneShot is { } name ? $" (one-shot {name})" : "")}{(mark is null ? "" : $" ({mark})")}";
        table.Add($"{number} {(step.Direction == MigrationDirection.Up ? "up" : "down")}", migration.Tree, migration.Id, TextColumn.Version(step.HeadAfter?.Line, step.HeadAfter?.Version), title, WayBack.Text(step));
    }
}
