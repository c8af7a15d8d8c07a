using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using Migrations.Engine.Model;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// A command from the tables, with all its options.
internal sealed class TableCommand : Command
{
    public TableCommand(string name)
        : base(name[(name.LastIndexOf(' ') + 1)..], CommandTable.Of(name).Help)
    {
        Row = CommandTable.Of(name);
        foreach (var position in Row.Positions)
        {
            Arguments.Add(ArgumentOf(position));
        }

        foreach (var row in OptionTable.Of(name))
        {
            Options.Add(OptionOf(row));
        }
    }

    public CommandRow Row { get; }

    private static Argument ArgumentOf(OptionRow row)
    {
        Argument argument = row.IsRepeatable
            ? new Argument<string[]>(row.Name) { Arity = ArgumentArity.ZeroOrMore }
            : new Argument<string?>(row.Name) { Arity = ArgumentArity.ZeroOrOne };
        argument.Description = row.Description;
        argument.CompletionSources.Add(_ => row.Words.Select(word => new CompletionItem(word)));
        argument.Validators.Add(result => Check(row, result, result.Tokens));
        return argument;
    }

    private static Option OptionOf(OptionRow row)
    {
        string[] aliases = row.Alias is { } alias ? [alias] : [];
        Option option = row.Kind == OptionKind.Flag ? new Option<bool>(row.Option, aliases)
            : row.IsRepeatable ? new Option<string[]>(row.Option, aliases) { AllowMultipleArgumentsPerToken = true }
            : new Option<string?>(row.Option, aliases);
        option.Description = row.Description;
        option.CompletionSources.Add(_ => row.Words.Select(word => new CompletionItem(word)));
        option.Validators.Add(result => Check(row, result, result.Tokens));
        return option;
    }

    private static void Check(OptionRow row, SymbolResult result, IReadOnlyList<Token> tokens)
    {
        foreach (var fault in tokens.Select(token => RowValue.FaultOf(row, token.Value)).OfType<string>())
        {
            result.AddError(fault);
        }
    }
}

// Checks the value of an option. Pure.
internal static class RowValue
{
    // Several values may be given one by one, or in one text.
    private const char Separator = ';';

    // Null if it is valid.
    public static string? FaultOf(OptionRow row, string value) => row.Kind switch
    {
        _ when !row.MayBeEmpty && string.IsNullOrWhiteSpace(value) => $"{row.Option} is empty. Give it a value, or leave it out.",
        OptionKind.Number when !IsNumber(row, value) => $"{row.Option} takes a number {Range(row)}, not '{value}'.",
        OptionKind.Word when !row.Words.Contains(value, StringComparer.OrdinalIgnoreCase) => $"{row.Option} takes {OptionRow.Listing(row.Words)}, not '{value}'.",
        OptionKind.Tree when !TreeName.IsValid(value) => $"'{value}' is not a valid name for a tree: {TreeName.Rule}.",
        OptionKind.Pair when Split([value]).FirstOrDefault(text => text.IndexOf('=', StringComparison.Ordinal) < 1) is { } text => $"{row.Option} takes NAME=VALUE, not '{text}'.",
        OptionKind.Pair when row.Words.Count > 0 && Split([value]).Select(text => text[..text.IndexOf('=', StringComparison.Ordinal)]).FirstOrDefault(name => !row.Words.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } name => $"{row.Option} takes {OptionRow.Listing(row.Words)} before the '=', not '{name}'.",
        _ => null,
    };

    public static IReadOnlyList<string> Split(IEnumerable<string> values) =>
        [.. values.SelectMany(v => v.Split(Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static bool IsNumber(OptionRow row, string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= row.Minimum && number <= row.Maximum;

    private static string Range(OptionRow row) => string.Create(CultureInfo.InvariantCulture, $"from {row.Minimum} {(row.Maximum == int.MaxValue ? "on" : $"to {row.Maximum}")}");
}
