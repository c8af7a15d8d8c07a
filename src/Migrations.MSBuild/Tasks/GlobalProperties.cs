using Microsoft.Build.Framework;

namespace Migrations.MSBuild.Tasks;

// What was given by -p: on the command line. Ordinary properties also come from the environment, where NAME, TO or VERSION mean other things.
internal sealed class GlobalProperties
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public static GlobalProperties Of(IBuildEngine engine)
    {
        var properties = new GlobalProperties();
        foreach (var pair in (engine as IBuildEngine6)?.GetGlobalProperties() ?? new Dictionary<string, string>())
        {
            properties._values[pair.Key] = pair.Value;
        }

        return properties;
    }

    public string? Find(string name) => _values.TryGetValue(name, out var value) && value.Trim().Length > 0 ? value.Trim() : null;

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
}
