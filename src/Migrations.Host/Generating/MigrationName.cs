using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Migrations.Host.Generating;

// Turns the name of a migration into a class name and a title: add-baz, add_baz and 'Add baz' are all AddBaz. Pure.
internal sealed partial record MigrationName(string Class, string Title)
{
    // A file name has at most 255 bytes on most systems, and id and extension need some.
    private const int MaxBytes = 100;
    private const int MaxTitle = 300;

    public static MigrationName Of(string given)
    {
        RefuseUnusable(given);
        var text = given.Trim(' ').Normalize(NormalizationForm.FormC);
        GeneratedNames.RequireName(text);
        var words = Words(text);
        if (words.Count == 0)
        {
            throw new MigrationException(MigrationErrorCode.NameInvalid, $"The name '{text}' has no letter and no digit, so no class can be named after it. Nothing was created. Say in words what the migration does, for example 'Add baz'.");
        }

        return new MigrationName(ClassOf(text, words), TitleOf(text));
    }

    private static void RefuseUnusable(string text)
    {
        if (text.EnumerateRunes().FirstOrDefault(IsUnusable) is { Value: not 0 } rune)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}{(Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format ? "" : $" '{rune}'")}");
            throw new MigrationException(MigrationErrorCode.NameInvalid, $"The name has the character {name}, which neither a class nor a file may have in its name. Nothing was created. Say in words what the migration does, for example 'Add baz'.");
        }

        if (text.Length > MaxTitle)
        {
            throw new MigrationException(MigrationErrorCode.NameInvalid, $"The name has {text.Length} characters, and a title has at most {MaxTitle}. Nothing was created. Shorten it, and put the rest into a comment.");
        }
    }

    private static bool IsUnusable(Rune rune) => rune.Value is '/' or '\\' or 0xFFFD || (rune.Value != 0x200D && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    // Characters that an identifier cannot have separate words. The compiler only accepts letters of the basic plane.
    private static List<string> Words(string text)
    {
        var (words, word) = (new List<string>(), new StringBuilder());
        foreach (var rune in text.EnumerateRunes().Append(new Rune(' ')))
        {
            if (rune.IsBmp && (Rune.IsLetterOrDigit(rune) || (word.Length > 0 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)))
            {
                word.Append(rune.ToString());
            }
            else if (rune.Value is not ('\'' or '\u2019') && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        return words;
    }

    // A name that is a class name stays as it is, underscores included.
    private static string ClassOf(string text, List<string> words)
    {
        var name = GeneratedNames.IsClass(text) && Encoding.UTF8.GetByteCount(text) <= MaxBytes ? text : Join(words);
        return GeneratedNames.IsTaken(name) || Keywords.Has(name) ? name + "Migration" : name;
    }

    private static string Join(List<string> words)
    {
        var name = new StringBuilder(char.IsLetter(words[0][0]) ? "" : "M");
        foreach (var word in words.Select(w => char.ToUpperInvariant(w[0]) + w[1..]))
        {
            if (name.Length > 0 && Encoding.UTF8.GetByteCount(name + word) > MaxBytes)
            {
                break;
            }

            name.Append(word);
        }

        return Shorten(name.ToString());
    }

    private static string Shorten(string name)
    {
        while (Encoding.UTF8.GetByteCount(name) > MaxBytes)
        {
            name = name[..^1];
        }

        return name;
    }

    private static string TitleOf(string text)
    {
        // A sentence stays one; a class name becomes one.
        var title = text.Contains(' ', StringComparison.Ordinal) ? text : string.Join(' ', SplitWords(text));
        return title.Length == 0 ? text : char.ToUpperInvariant(title[0]) + title[1..];
    }

    // AddBazToModels, add_baz-to-models -> Add baz to models
    private static IEnumerable<string> SplitWords(string name)
    {
        var words = WordStart().Replace(name.Replace('_', ' ').Replace('-', ' '), " $0").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Select((w, i) => i == 0 || w.All(char.IsUpper) ? w : w.ToLowerInvariant());
    }

    [GeneratedRegex(@"(?<=[\p{Ll}\p{Nd}])\p{Lu}|(?<=\p{Lu})\p{Lu}(?=\p{Ll})", RegexOptions.CultureInvariant)]
    private static partial Regex WordStart();
}
