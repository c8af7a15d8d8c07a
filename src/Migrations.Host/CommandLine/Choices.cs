using System.CommandLine;
using System.Text.Json;

namespace Migrations.Host.CommandLine;

// Options that take one of some words. The framework would also take numbers for them, and several at once.
internal static class Choices
{
    public static Option<T> Option<T>(string name, string description)
        where T : struct, Enum => new(name) { Description = description, CustomParser = result => Read<T>(name, result) ?? default };

    public static Option<T?> Optional<T>(string name, string description)
        where T : struct, Enum => new(name) { Description = description, CustomParser = result => Read<T>(name, result) };

    private static T? Read<T>(string name, System.CommandLine.Parsing.ArgumentResult result)
        where T : struct, Enum
    {
        var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), word, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        var words = Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName).ToList();
        result.AddError($"{name} takes {string.Join(", ", words[..^1])} or {words[^1]}, not '{word}'.");
        return null;
    }
}
