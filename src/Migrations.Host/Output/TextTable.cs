using Spectre.Console;

namespace Migrations.Host.Output;

// Rows as text: a table if there is enough space, otherwise row by row, with the values below the names.
internal sealed class TextTable(params TextColumn[] columns)
{
    // The minimum width for a sentence in a column.
    private const int LeastSentence = 16;
    private const int Separator = 3;
    private const string Indent = "  ";
    private readonly List<Row> _rows = [];

    public void Add(params string[] cells) => AddStated(Style.Plain, cells);

    // The last cell is coloured by state.
    public void AddStated(Style style, params string[] cells) => _rows.Add(new Row([.. cells.Select(SafeText.OneLine)], style));

    public void WriteTo(IAnsiConsole console)
    {
        var width = console.Profile.Width;
        var shown = Enumerable.Range(0, columns.Length).Where(i => _rows.Exists(r => r.Cells[i].Length > 0)).ToList();
        if (LeastWidth(shown) <= width)
        {
            console.Write(Grid(shown));
            return;
        }

        // The lines are already wrapped; a name that is longer than a line is left to the terminal.
        console.Profile.Width = int.MaxValue;
        foreach (var (text, style) in _rows.SelectMany(r => Block(r, shown, width)))
        {
            console.Write(new Text(text + "\n", style));
        }

        console.Profile.Width = width;
    }

    private int LeastWidth(List<int> shown) => shown.Sum(LeastWidth) + ((shown.Count - 1) * Separator) + 2;

    private int LeastWidth(int column)
    {
        var longest = Math.Max(columns[column].Header.GetCellWidth(), _rows.Max(r => r.Cells[column].GetCellWidth()));
        return columns[column].Kind == ColumnKind.Sentence ? Math.Min(longest, LeastSentence) : longest;
    }

    private Table Grid(List<int> shown)
    {
        var table = new Table().Border(TableBorder.Minimal);
        shown.ForEach(i => table.AddColumn(new TableColumn(Markup.Escape(columns[i].Header)) { NoWrap = columns[i].Kind != ColumnKind.Sentence }));
        foreach (var row in _rows)
        {
            table.AddRow(shown.Select(i => new Text(row.Cells[i], StyleOf(row, i))));
        }

        return table;
    }

    private IEnumerable<(string Text, Style Style)> Block(Row row, List<int> shown, int width)
    {
        var (leads, others) = (shown.Where(i => columns[i].Kind == ColumnKind.Lead), shown.Where(i => columns[i].Kind != ColumnKind.Lead));
        var lines = Fill(leads.Select(i => row.Cells[i]).Where(c => c.Length > 0), width, Indent, Indent).Select(l => (l, Style.Plain));
        return lines.Concat(others.Where(i => row.Cells[i].Length > 0)
            .SelectMany(i => Fill($"{Indent}{columns[i].Header}: {row.Cells[i]}".Split(' '), width, " ", Indent + Indent).Select(l => (l, StyleOf(row, i)))));
    }

    private Style StyleOf(Row row, int column) => column == columns.Length - 1 ? row.Style : Style.Plain;

    private sealed record Row(string[] Cells, Style Style);

    // Fits as many parts as possible on a line; one that is longer than a line is not broken.
    private static IEnumerable<string> Fill(IEnumerable<string> parts, int width, string between, string indent)
    {
        string? line = null;
        foreach (var part in parts)
        {
            var longer = line is null ? part : line + between + part;
            if (line is null || string.IsNullOrWhiteSpace(line) || longer.GetCellWidth() <= width)
            {
                line = longer;
                continue;
            }

            yield return line;
            line = indent + part;
        }

        if (line is not null)
        {
            yield return line;
        }
    }
}

// A column of a table. A leading column names the row.
internal sealed record TextColumn(string Header, ColumnKind Kind)
{
    public static TextColumn Lead(string header) => new(header, ColumnKind.Lead);

    public static TextColumn Name(string header) => new(header, ColumnKind.Name);

    public static TextColumn Sentence(string header) => new(header, ColumnKind.Sentence);

    // The place of a revision: line and version, as far as it has them.
    public static string Version(string? line, string? version) => string.Join(' ', new[] { line, version }.Where(t => t is not null));
}

// Ids and names are for copying, so they are not wrapped; sentences may be.
internal enum ColumnKind
{
    Lead,
    Name,
    Sentence,
}
