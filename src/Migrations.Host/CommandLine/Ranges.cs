using System.CommandLine;

namespace Migrations.Host.CommandLine;

internal static class Ranges
{
    public static void Limit(Option<int> option, int minimum, int maximum) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var number) && (number < minimum || number > maximum))
        {
            result.AddError($"{option.Name} takes a number from {minimum} to {maximum}.");
        }
    });
}
