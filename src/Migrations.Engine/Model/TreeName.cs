using System.Text.RegularExpressions;

namespace Migrations.Engine.Model;

// The name of a tree, or of a line of one.
internal static partial class TreeName
{
    // The rule, as text.
    public const string Rule = "only letters, digits, '-' and '_', starting with a letter, at most 64";

    public static bool IsValid(string name) => Form().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
