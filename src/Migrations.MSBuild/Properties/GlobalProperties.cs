using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Migrations.Shared;

namespace Migrations.MSBuild.Properties;

// What was given by -p: on the command line. Ordinary properties also come from the environment and from other people's files.
internal sealed partial class GlobalProperties
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    // As MSBuild passes them.
    public GlobalProperties(IEnumerable<KeyValuePair<string, string>> properties)
    {
        foreach (var pair in properties)
        {
            _values[pair.Key] = Unescape(pair.Value);
        }
    }

    public IEnumerable<string> Names => _values.Keys;

    public static GlobalProperties Of(IBuildEngine engine) => new((engine as IBuildEngine6)?.GetGlobalProperties() ?? new Dictionary<string, string>());

    // Null if it is not given, or empty.
    public string? Find(OptionRow row) => row.IsFor(Fronts.MSBuild) && _values.TryGetValue(row.Property, out var value) && value.Trim().Length > 0 ? value.Trim() : null;

    public bool IsEmpty(OptionRow row) => row.IsFor(Fronts.MSBuild) && _values.TryGetValue(row.Property, out var value) && value.Trim().Length == 0;

    public bool Is(OptionRow row, string word) => string.Equals(Find(row), word, StringComparison.OrdinalIgnoreCase);

    // As they were written, with %3B for a semicolon.
    private static string Unescape(string text) => Escape().Replace(text, m => ((char)byte.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex("%([0-9A-Fa-f]{2})", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
