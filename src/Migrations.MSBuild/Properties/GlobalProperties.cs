using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;

namespace Migrations.MSBuild.Properties;

// What was given by -p: on the command line. Ordinary properties also come from the environment, where NAME, TO or VERSION mean other things.
internal sealed partial class GlobalProperties
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    // The options of the target at hand: whatever was looked for.
    public IReadOnlyCollection<string> Known => _known;

    public IEnumerable<string> Unknown => _values.Keys.Where(name => !_known.Contains(name));

    public static GlobalProperties Of(IBuildEngine engine)
    {
        var properties = new GlobalProperties();
        foreach (var pair in (engine as IBuildEngine6)?.GetGlobalProperties() ?? new Dictionary<string, string>())
        {
            properties._values[pair.Key] = Unescape(pair.Value);
        }

        return properties;
    }

    public string? Find(string name)
    {
        _known.Add(name);
        return _values.TryGetValue(name, out var value) && value.Trim().Length > 0 ? value.Trim() : null;
    }

    // Adds "--option value" when the property was given.
    public IEnumerable<string> Option(string option, string name) => Find(name) is { } value ? [option, value] : [];

    public IEnumerable<string> Flag(string option, string name, Action<string> reject)
    {
        switch (Find(name)?.ToUpperInvariant())
        {
            case null or "FALSE":
                return [];
            case "TRUE":
                return [option];
            default:
                reject($"The property {name} is '{Find(name)}', but it takes true or false. Nothing was done. Correct '-p:{name}='.");
                return [];
        }
    }

    // MSBuild hands them over as they were written, where %3B stands for a semicolon.
    private static string Unescape(string text) => Escape().Replace(text, m => ((char)byte.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex("%([0-9A-Fa-f]{2})", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
