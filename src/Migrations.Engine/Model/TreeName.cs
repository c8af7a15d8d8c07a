using System.Text.RegularExpressions;

namespace Migrations.Engine.Model;

// The name of a tree, or of a line of one.
internal static partial class TreeName
{
    // What it must be like, in words.
    public const string Rule = "letters, digits, '-' and '_' only, starting with a letter, 64 at most, and no name that Windows keeps for devices (con, nul, com1)";

    // A tree is a folder, which must be possible wherever the project is cloned.
    private static readonly HashSet<string> Devices = new(["con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(i => (string[])[$"com{i}", $"lpt{i}"])], StringComparer.OrdinalIgnoreCase);

    public static bool IsValid(string name) => Form().IsMatch(name) && !Devices.Contains(name);

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
