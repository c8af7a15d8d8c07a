using System.Globalization;
using Migrations.Engine.Model;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// Checks the value of an option. Pure.
internal static class RowValue
{
    // Several values may be given one by one, or in one text.
    private const char Separator = ';';

    // Null if it is valid.
    public static string? FaultOf(OptionRow row, string value) => row.Kind switch
    {
        OptionKind.Number when !IsNumber(row, value) => $"{row.Option} takes a number {Range(row)}, not '{value}'.",
        OptionKind.Word when !row.Words.Contains(value, StringComparer.OrdinalIgnoreCase) => $"{row.Option} takes {OptionRow.Listing(row.Words)}, not '{value}'.",
        OptionKind.Tree when !TreeName.IsValid(value) => $"'{value}' is not a valid name for a tree: {TreeName.Rule}.",
        OptionKind.Pair when Split([value]).FirstOrDefault(text => text.IndexOf('=', StringComparison.Ordinal) < 1) is { } text => $"{row.Option} takes NAME=VALUE, not '{text}'.",
        OptionKind.Pair when row.Words.Count > 0 && Split([value]).Select(text => text[..text.IndexOf('=', StringComparison.Ordinal)]).FirstOrDefault(name => !row.Words.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } name => $"{row.Option} takes {OptionRow.Listing(row.Words)} before the '=', not '{name}'.",
        OptionKind.Folder when string.IsNullOrWhiteSpace(value) => $"{row.Option} takes a folder, but is empty.",
        _ => null,
    };

    public static IReadOnlyList<string> Split(IEnumerable<string> values) =>
        [.. values.SelectMany(v => v.Split(Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static bool IsNumber(OptionRow row, string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= row.Minimum && number <= row.Maximum;

    private static string Range(OptionRow row) => string.Create(CultureInfo.InvariantCulture, $"from {row.Minimum} {(row.Maximum == int.MaxValue ? "on" : $"to {row.Maximum}")}");
}
