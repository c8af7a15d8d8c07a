using System.CommandLine;
using System.CommandLine.Parsing;
using Migrations.Engine.Model;

namespace Migrations.Host.CommandLine;

// A tree that cannot be is refused before anything is done.
internal static class TreeNames
{
    public static Option<string?> Option(string description)
    {
        var option = new Option<string?>("--tree") { Description = description };
        option.Validators.Add(result => Check(result, result.Tokens));
        return option;
    }

    public static Argument<string?> Argument()
    {
        var argument = new Argument<string?>("tree") { Description = "Only this tree. Default: all.", Arity = ArgumentArity.ZeroOrOne };
        argument.Validators.Add(result => Check(result, result.Tokens));
        return argument;
    }

    private static void Check(SymbolResult result, IReadOnlyList<Token> tokens)
    {
        foreach (var token in tokens.Where(t => !TreeName.IsValid(t.Value)))
        {
            result.AddError($"'{token.Value}' is no name of a tree: {TreeName.Rule}.");
        }
    }
}
