using System.Globalization;
using System.Text;
using Migrations.Channel;

namespace Migrations.Mongo.Authentication;

// RFC 4013 over RFC 3454, for queries: unassigned characters are allowed.
internal static class SaslPrep
{
    private static readonly (int First, int Last)[] MappedToNothing =
    [
        (0x00AD, 0x00AD), (0x034F, 0x034F), (0x1806, 0x1806), (0x180B, 0x180D), (0x200B, 0x200D), (0x2060, 0x2060), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    ];

    private static readonly (int First, int Last)[] Spaces =
    [
        (0x00A0, 0x00A0), (0x1680, 0x1680), (0x2000, 0x200B), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000),
    ];

    // Tables C.2.1 to C.9; surrogates never appear, as the text is walked by code points.
    private static readonly (int First, int Last)[] Prohibited =
    [
        (0x0000, 0x001F), (0x007F, 0x009F), (0x0340, 0x0341), (0x06DD, 0x06DD), (0x070F, 0x070F), (0x180E, 0x180E), (0x200C, 0x200F), (0x2028, 0x202E),
        (0x2060, 0x2063), (0x206A, 0x206F), (0x2FF0, 0x2FFB), (0xE000, 0xF8FF), (0xFDD0, 0xFDEF), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFF), (0x1D173, 0x1D17A),
        (0xE0001, 0xE0001), (0xE0020, 0xE007F), (0xF0000, 0x10FFFF),
    ];

    // Table D.1.
    private static readonly (int First, int Last)[] RightToLeft =
    [
        (0x05BE, 0x05BE), (0x05C0, 0x05C0), (0x05C3, 0x05C3), (0x05D0, 0x05EA), (0x05F0, 0x05F4), (0x061B, 0x061B), (0x061F, 0x061F), (0x0621, 0x063A),
        (0x0640, 0x064A), (0x066D, 0x066F), (0x0671, 0x06D5), (0x06DD, 0x06DD), (0x06E5, 0x06E6), (0x06FA, 0x06FE), (0x0700, 0x070D), (0x0710, 0x0710),
        (0x0712, 0x072C), (0x0780, 0x07A5), (0x07B1, 0x07B1), (0x200F, 0x200F), (0xFB1D, 0xFB1D), (0xFB1F, 0xFB28), (0xFB2A, 0xFB36), (0xFB38, 0xFB3C),
        (0xFB3E, 0xFB3E), (0xFB40, 0xFB41), (0xFB43, 0xFB44), (0xFB46, 0xFBB1), (0xFBD3, 0xFD3D), (0xFD50, 0xFD8F), (0xFD92, 0xFDC7), (0xFDF0, 0xFDFC),
        (0xFE70, 0xFE74), (0xFE76, 0xFEFC),
    ];

    public static string Prepare(string text)
    {
        if (text.All(c => c is >= ' ' and <= '~'))
        {
            return text;
        }

        var prepared = Normalize(Map(text));
        foreach (var rune in prepared.EnumerateRunes())
        {
            if (IsIn(Prohibited, rune) || (rune.Value & 0xFFFE) == 0xFFFE)
            {
                throw Unusable($"it holds the character U+{rune.Value:X4}, which no password may hold");
            }
        }

        CheckDirections(prepared);
        return prepared;
    }

    private static string Map(string text)
    {
        var mapped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsIn(MappedToNothing, rune))
            {
                mapped.Append(IsIn(Spaces, rune) ? " " : rune.ToString());
            }
        }

        return mapped.ToString();
    }

    // In globalization-invariant mode Normalize gives its input back without a word, and a wrong key would be derived.
    private static string Normalize(string text)
    {
        if ("\uFB01".Normalize(NormalizationForm.FormKC) != "fi" && text.Any(c => c > '~'))
        {
            throw Unusable("the runtime is in globalization-invariant mode and cannot normalise its characters (install ICU, or unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT)");
        }

        return text.Normalize(NormalizationForm.FormKC);
    }

    private static void CheckDirections(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        if (!runes.Any(r => IsIn(RightToLeft, r)))
        {
            return;
        }

        if (runes.Any(IsLeftToRight))
        {
            throw Unusable("it mixes characters of right-to-left and left-to-right scripts");
        }

        if (!IsIn(RightToLeft, runes[0]) || !IsIn(RightToLeft, runes[^1]))
        {
            throw Unusable("it holds characters of a right-to-left script, but does not begin and end with one");
        }
    }

    // Table D.2 lists hundreds of ranges; the general categories give the same answer for letters, which is what it is about.
    private static bool IsLeftToRight(Rune rune) => !IsIn(RightToLeft, rune) && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber;

    private static bool IsIn((int First, int Last)[] ranges, Rune rune)
    {
        foreach (var (first, last) in ranges)
        {
            if (rune.Value >= first && rune.Value <= last)
            {
                return true;
            }
        }

        return false;
    }

    private static MongoException Unusable(string reason) => new(
        MigrationErrorCode.PasswordNotPreparable,
        $"The password cannot be prepared for SCRAM-SHA-256: {reason}. Nothing was sent to the server. Cure that, or choose a password of ASCII characters.");
}
