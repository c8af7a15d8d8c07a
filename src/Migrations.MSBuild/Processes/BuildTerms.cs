using System.Text.RegularExpressions;
using Migrations.Shared;

namespace Migrations.MSBuild.Processes;

// Translates the commands and options in the host's messages into targets and properties. Pure.
internal static partial class BuildTerms
{
    // 'command' is the one that wrote the message.
    public static string Of(string text, string command) =>
        Term().Replace(text, match => (match.Groups["name"].Success ? Property(match, command) : Target(match)) ?? match.Value);

    // Null if a target does not take all of it.
    private static string? Target(Match match)
    {
        var words = match.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (CommandTable.All.FirstOrDefault(c => c.Name == match.Groups["command"].Value) is not { Target: { } target } command)
        {
            return null;
        }

        var properties = Properties(command, words).ToList();
        return properties.Contains(null) ? null : $"'{string.Join(' ', properties.Prepend("dotnet build -t:" + target))}'";
    }

    private static IEnumerable<string?> Properties(CommandRow command, string[] words)
    {
        var positions = new Queue<OptionRow>(command.Positions);
        for (var i = 0; i < words.Length; i++)
        {
            var isNamed = words[i].StartsWith("--", StringComparison.Ordinal);
            var row = isNamed ? OptionTable.Find(command.Name, words[i][2..]) : positions.Count > 0 ? positions.Dequeue() : null;
            if (row is null || !row.IsFor(Fronts.MSBuild) || (isNamed && row.Kind != OptionKind.Flag && i + 1 == words.Length))
            {
                yield return null;
                yield break;
            }

            var value = !isNamed ? words[i] : row.Kind == OptionKind.Flag ? "true" : words[++i];
            yield return $"-p:{row.Property}={value}";
        }
    }

    // An option alone, or followed by its value.
    private static string? Property(Match match, string command)
    {
        var (name, isGiven) = (match.Groups["name"].Value, match.Groups["given"].Success);
        return (OptionTable.Find(command, name) ?? OptionTable.All.FirstOrDefault(row => row.Name == name)) is { } row && row.IsFor(Fronts.MSBuild)
            ? $"-p:{row.Property}{(isGiven ? "=" : row.Kind == OptionKind.Flag ? "=true" : "")}"
            : null;
    }

    // 'migrations COMMAND ...'; followed by options also 'COMMAND ...'; an option alone, or followed by its value.
    [GeneratedRegex("""
        '(migrations[ ](?<command>[a-z-]+)(?<words>([ ][^'\s]+)*)|(?<command>[a-z-]+)(?<words>([ ][^'\s]+)*[ ]--[a-z-]+([ ][^'\s]+)*))'
        |(?<![\w-])--(?<name>[a-z]+(-[a-z]+)*)\b(?<given>[ =](?=[^'\s]+'))?
        """, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Term();
}
