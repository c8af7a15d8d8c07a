using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Migrations.Host.Execution;

namespace Migrations.ArchitectureTests;

/// <summary>Writes docs/errors/README.md from the comments of the enumerations that declare error codes, and the exit codes of the host.</summary>
internal static partial class ErrorReference
{
    private const string Introduction = """
        # Error codes

        <!-- Generated from the comments of the error codes; CONTRIBUTING.md says how. -->

        Every expected failure has a code, which never changes its meaning. Each entry says what it means, what follows from it, and how to get out of it. The exit code is that of the `migrations` command and of Cake; MSBuild itself only ends with 0 or 1.


        """;

    public static string PagesFolder { get; } = Path.Combine(Repository.Root, "docs", "errors");

    public static IReadOnlyList<ErrorEntry> Entries { get; } = [.. Enumerations().SelectMany(file => file.Entries).OrderBy(e => e.Code)];

    public static string Write()
    {
        var text = new StringBuilder(Introduction);
        var areas = Enumerations().SelectMany(file => file.Areas).OrderBy(a => a.First).ToList();
        foreach (var area in areas)
        {
            text.Append(CultureInfo.InvariantCulture, $"- [{area.Title}](#{Anchor(area.Title)})\n");
        }

        foreach (var area in areas)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {area.Title}\n");
            text.AppendJoin("", Entries.Where(e => e.Code >= area.First && e.Code <= area.Last).Select(Section));
        }

        return text.ToString();
    }

    private static IEnumerable<ErrorCodeFile> Enumerations() =>
        Repository.Files("src", "*.cs").Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText).Where(ErrorCodeFile.DeclaresCodes).Select(ErrorCodeFile.Parse);

    private static string Section(ErrorEntry entry)
    {
        var page = $"MIG{entry.Code}.md";
        var more = File.Exists(Path.Combine(PagesFolder, page)) ? $" More: [{page[..^3]} in detail]({page})." : "";
        return $"\n### MIG{entry.Code}\n\n`{entry.Name}` · {entry.Level ?? $"exit code {(int)ExitCodes.Of((MigrationErrorCode)entry.Code)}"}\n\n{Linked(entry, entry.Meaning)} {Linked(entry, entry.Consequence)}\n\n**Cure:** {Linked(entry, entry.Cure)}{more}\n";
    }

    // Codes and pages of the documentation are named in the comments as plain text.
    private static string Linked(ErrorEntry entry, XElement words)
    {
        var text = string.Concat(words.Nodes().Select(node => node is XElement { Name.LocalName: "c" } code ? $"`{code.Value}`" : ((XText)node).Value));
        text = CodeName().Replace(text, code => code.Value == $"MIG{entry.Code}" ? code.Value : $"[{code.Value}](#{Anchor(code.Value)})");
        return PageName().Replace(text, page => $"[{page.Groups[1].Value}](../{page.Groups[1].Value}{page.Groups[2].Value})");
    }

    private static string Anchor(string heading) => heading.ToLowerInvariant().Replace(",", "", StringComparison.Ordinal).Replace(' ', '-');

    [GeneratedRegex("MIG[0-9]{4}")]
    private static partial Regex CodeName();

    [GeneratedRegex("docs/([a-z-]+\\.md)(#[a-z-]+)?")]
    private static partial Regex PageName();
}
