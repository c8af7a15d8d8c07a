using System.Text.RegularExpressions;

namespace Migrations.Engine.Model;

// The name of a tree, or of a line of one.
internal static partial class TreeName
{
    // What it must be like, in words.
    public const string Rule = "letters, digits, '-' and '_' only, starting with a letter, 64 at most";

    public static bool IsValid(string name) => Form().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
