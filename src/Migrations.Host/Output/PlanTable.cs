using System.Globalization;
using Migrations.Engine.Planning;
using Spectre.Console;

namespace Migrations.Host.Output;

// The steps of a plan for people: those that a run would take, and below them those that it would not.
internal static class PlanTable
{
    public static Table Of(Plan plan)
    {
        var table = TextTable.Create("#", "Direction", "Tree", "Migration", "Line", "Version", "Title", "Way back");
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

    private static void Add(Table table, PlannedStep step, string number, string? mark)
    {
        var migration = step.Migration;
        var title = $"{migration.Identity.Title}{(migration.OneShot is { } name ? $" (one-shot {name})" : "")}{(mark is null ? "" : $" ({mark})")}";
        TextTable.Add(table, number, step.Direction == MigrationDirection.Up ? "up" : "down", migration.Tree, migration.Id, step.HeadAfter?.Line ?? "", step.HeadAfter?.Version ?? "", title, WayBack.Text(step));
    }
}
