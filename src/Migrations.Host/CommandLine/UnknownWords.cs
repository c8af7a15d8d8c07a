using System.CommandLine;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// Suggests what was meant by an unknown command or option.
internal static class UnknownWords
{
    // Appended to the parser's own text.
    public static string Questions(ParseResult parsed) => string.Concat(parsed.UnmatchedTokens.Select(word => Question(parsed.CommandResult.Command, word)).Distinct(StringComparer.Ordinal));

    // Explains why a connection string is refused, without repeating it. Null if none was given.
    public static string? SecretFault(ParseResult parsed) => parsed.UnmatchedTokens.Any(word => word.StartsWith(OptionTable.Connection.Option, StringComparison.OrdinalIgnoreCase))
        ? $"A connection string is not an option: it may contain a password, and everybody on the machine can read a command line. Set the environment variable {HostContract.ConnectionVariable}."
        : null;

    private static string Question(Command command, string word)
    {
        var name = word.Split('=', ':')[0];
        return name.StartsWith('-')
            ? Spelling.Question(name.TrimStart('-'), command.Options.Select(option => option.Name.TrimStart('-')), "--")
            : command.Subcommands.Count > 0 ? Spelling.Question(name, command.Subcommands.Select(subcommand => subcommand.Name)) : "";
    }
}
