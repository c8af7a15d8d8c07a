using System.Text.RegularExpressions;

namespace Migrations.Host.Generating;

internal static partial class WordSplitter
{
    // AddBazToModels, add_baz-to-models -> Add baz to models
    public static IEnumerable<string> Of(string name)
    {
        var words = WordStart().Replace(name.Replace('_', ' ').Replace('-', ' '), " $0").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Select((w, i) => i == 0 || w.All(char.IsUpper) ? w : w.ToLowerInvariant());
    }

    [GeneratedRegex(@"(?<=[\p{Ll}\p{Nd}])\p{Lu}|(?<=\p{Lu})\p{Lu}(?=\p{Ll})", RegexOptions.CultureInvariant)]
    private static partial Regex WordStart();
}
