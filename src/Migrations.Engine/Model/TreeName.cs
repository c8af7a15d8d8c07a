using System.Text.RegularExpressions;

namespace Migrations.Engine.Model;

// The name of a tree, or of a line of one.
internal static partial class TreeName
{
    // The rule, as text.
    public const string Rule = "only letters, digits, '-' and '_', starting with a letter, at most 64, and is not a name that Windows reserves for devices (con, nul, com1)";

    // A tree is a folder, which must be possible wherever the project is cloned.
    private static readonly HashSet<string> Devices = new(["con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(i => (string[])[$"com{i}", $"lpt{i}"])], StringComparer.OrdinalIgnoreCase);

    public static bool IsValid(string name) => Form().IsMatch(name) && !Devices.Contains(name);

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
