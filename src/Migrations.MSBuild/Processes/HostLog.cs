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
