using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Migrations.Shared;

namespace Migrations.MSBuild.Processes;

// Lines of the host in MSBuild's canonical form become errors and warnings with code, file and line; all others are messages.
internal sealed partial class HostLog(TaskLoggingHelper log, string command)
{
    private readonly List<string> _lines = [];
    private readonly List<string> _all = [];

    // The result: the lines of standard output.
    public IReadOnlyList<string> Lines => _lines;

    public IReadOnlyList<string> All => _all;

    // The file that the host says it wrote.
    public string? CreatedFile => _lines.LastOrDefault(l => l.StartsWith(HostContract.CreatedPrefix, StringComparison.Ordinal))?[HostContract.CreatedPrefix.Length..];

    public void Output(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
            _all.Add(line);
            log.LogMessage(MessageImportance.High, "{0}", line);
        }
    }

    public void Error(string said)
    {
        var line = BuildTerms.Of(said, command);
        lock (_lines)
        {
            _all.Add(line);
            var match = Canonical().Match(line);
            if (!match.Success)
            {
                log.LogMessage(MessageImportance.High, "{0}", line);
                return;
            }

            var (file, code, text) = (Empty(match.Groups["file"].Value), match.Groups["code"].Value, match.Groups["text"].Value);
            var row = match.Groups["line"].Success ? int.Parse(match.Groups["line"].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
            if (match.Groups["kind"].Value == "error")
            {
                log.LogError(null, code, null, null, file, row, row > 0 ? 1 : 0, 0, 0, "{0}", text);
            }
            else
            {
                log.LogWarning(null, code, null, null, file, row, row > 0 ? 1 : 0, 0, 0, "{0}", text);
            }
        }
    }

    private static string? Empty(string text) => text.Length == 0 ? null : text;

    [GeneratedRegex(@"^(?!\s)(?:(?<file>.+?)\((?<line>\d+),\d+\): )?(?<kind>error|warning) (?<code>MIG\d{4}): (?<text>.*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Canonical();
}

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
