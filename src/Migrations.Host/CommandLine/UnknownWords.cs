using System.CommandLine;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// What was probably meant by words that are no command and no option.
internal static class UnknownWords
{
    // Behind the parser's own text.
    public static string Questions(ParseResult parsed) => string.Concat(parsed.UnmatchedTokens.Select(word => Question(parsed.CommandResult.Command, word)).Distinct(StringComparer.Ordinal));

    // Whoever tries it is told why not, and what was given is not repeated. Null where nobody did.
    public static string? SecretFault(ParseResult parsed) => parsed.UnmatchedTokens.Any(word => word.StartsWith(OptionTable.Connection.Option, StringComparison.OrdinalIgnoreCase))
        ? $"A connection string is no option: it may hold a password, and everybody on the machine can read a command line. Set the environment variable {HostContract.ConnectionVariable}."
        : null;

    private static string Question(Command command, string word)
    {
        var name = word.Split('=', ':')[0];
        return name.StartsWith('-')
            ? Spelling.Question(name.TrimStart('-'), command.Options.Select(option => option.Name.TrimStart('-')), "--")
            : command.Subcommands.Count > 0 ? Spelling.Question(name, command.Subcommands.Select(subcommand => subcommand.Name)) : "";
    }
}
