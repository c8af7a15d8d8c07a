using System.CommandLine;
using System.Globalization;

namespace Migrations.Host.CommandLine;

// Options that take a whole number. What is none is refused with the range, and not with the name of a type.
internal static class Ranges
{
    public static Option<int> Option(string name, int minimum, int maximum, int otherwise, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => otherwise, CustomParser = result => Read(name, minimum, maximum, result) ?? 0 };

    public static Option<int?> Optional(string name, int minimum, int maximum, string description) =>
        new(name) { Description = description, CustomParser = result => Read(name, minimum, maximum, result) };

    private static int? Read(string name, int minimum, int maximum, System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum)
        {
            return number;
        }

        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {minimum} {(maximum == int.MaxValue ? "on" : $"to {maximum}")}, not '{text}'."));
        return null;
    }
}
