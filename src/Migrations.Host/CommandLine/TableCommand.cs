using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
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
