using Spectre.Console;

namespace Migrations.Host.Output;

internal static class TextTable
{
    public static Table Create(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Minimal);
        foreach (var column in columns)
        {
            // Ids and names are for copying, so they are not wrapped; sentences may be.
            table.AddColumn(new TableColumn(Markup.Escape(column)) { NoWrap = column is not ("Title" or "Details" or "State" or "Documents") });
        }

        return table;
    }

    // The last cell is coloured by state.
    public static void AddStated(Table table, Style style, params string[] cells) => table.AddRow(cells.Select((c, i) => new Text(SafeText.OneLine(c), i == cells.Length - 1 ? style : null)));

    public static void Add(Table table, params string[] cells) => table.AddRow(cells.Select(c => new Text(SafeText.OneLine(c))));
}
