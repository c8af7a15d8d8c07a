namespace Migrations.Host.Output;

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
