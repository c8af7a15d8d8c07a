using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Migrations.ArchitectureTests;

/// <summary>A code with what its comment says. The level is that of codes that are no failure of the host: warnings, errors of compiler and build.</summary>
public sealed record ErrorEntry(int Code, string Name, string? Level, XElement Meaning, XElement Consequence, XElement Cure)
{
    public override string ToString() => $"MIG{Code} {Name}";
}

/// <summary>A range of codes, as a comment of the form <c>// 1400-1499: Planning</c> declares it.</summary>
internal sealed record ErrorArea(int First, int Last, string Title);

/// <summary>The source of an enumeration of error codes.</summary>
internal sealed partial record ErrorCodeFile(IReadOnlyList<ErrorArea> Areas, IReadOnlyList<ErrorEntry> Entries)
{
    public static bool DeclaresCodes(string source) => Declaration().IsMatch(source);

    public static ErrorCodeFile Parse(string source) => new(
        [.. AreaLine().Matches(source).Select(m => new ErrorArea(Number(m.Groups[1]), Number(m.Groups[2]), m.Groups[3].Value))],
        [.. Member().Matches(source).Where(m => Number(m.Groups[3]) > 0).Select(Entry)]);

    private static ErrorEntry Entry(Match member)
    {
        var comment = XElement.Parse($"<comment>{CommentStart().Replace(member.Groups[1].Value, "")}</comment>", LoadOptions.PreserveWhitespace);
        return new ErrorEntry(Number(member.Groups[3]), member.Groups[2].Value, comment.Element("level")?.Value, Words("summary"), Words("consequence"), Words("cure"));

        XElement Words(string tag) => comment.Element(tag) ?? throw new InvalidDataException($"The comment of the error code {member.Groups[2].Value} has no <{tag}>. Add it; CONTRIBUTING.md says what belongs there.");
    }

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(public|internal) enum \w+ErrorCode\b", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^ *// (\d{4})-(\d{4}): (.+?)\r?$", RegexOptions.Multiline)]
    private static partial Regex AreaLine();

    [GeneratedRegex(@"((?:^ *///.*\r?\n)*)^ *(\w+) = (\d+),", RegexOptions.Multiline)]
    private static partial Regex Member();

    [GeneratedRegex(@"^ */// ?", RegexOptions.Multiline)]
    private static partial Regex CommentStart();
}
