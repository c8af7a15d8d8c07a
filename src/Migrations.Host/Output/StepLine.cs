using Migrations.Engine.Planning;
using Spectre.Console;

namespace Migrations.Host.Output;

// A step that begins. If space is short, the title is cut first, then the middle of the name, but never the id.
internal sealed class StepLine(PlannedStep step, int number, int total, bool usesTransaction)
{
    private const string Cut = "...";
    private readonly string _begin = $"[{number}/{total}] {(step.Direction == MigrationDirection.Up ? "Applying" : "Rolling back")} ";
    private readonly string _title = SafeText.OneLine(step.Migration.Identity.Title);
    private readonly string _end = $"{(ResumptionText.Of(step) is { } resumed ? $", {resumed}" : "")} ({(usesTransaction ? "in transactions" : "without transactions")})";

    public string Whole() => $"{_begin}{step.Migration.Identity} {_title}{_end}";

    public string Fitting(int width)
    {
        if (Columns(Whole()) <= width)
        {
            return Whole();
        }

        var fixedPart = $"{_begin}{step.Migration.Identity}";
        var room = width - Columns(fixedPart) - Columns(_end) - 1;
        return room >= 2 * Cut.Length ? $"{fixedPart} {Start(_title, room)}{_end}"
            : Columns(fixedPart) <= width ? fixedPart
            : $"{_begin}{Start(step.Migration.Tree, width - Columns(_begin) - step.Migration.Id.Length - 1)}@{step.Migration.Id}";
    }

    private static string Start(string text, int columns)
    {
        if (Columns(text) <= columns)
        {
            return text;
        }

        var start = text;
        while (start.Length > 0 && Columns(start) > columns - Cut.Length)
        {
            start = start[..^(start.Length > 1 && char.IsLowSurrogate(start[^1]) ? 2 : 1)];
        }

        return start + Cut;
    }

    // Some characters take two columns.
    private static int Columns(string text) => text.GetCellWidth();
}
