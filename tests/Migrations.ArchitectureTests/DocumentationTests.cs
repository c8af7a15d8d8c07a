using System.Text.RegularExpressions;

namespace Migrations.ArchitectureTests;

public sealed partial class DocumentationTests
{
    public static IEnumerable<string> Pages =>
        Repository.Files("docs", "*.md").Concat(Directory.EnumerateFiles(Repository.Root, "*.md")).Select(f => Path.GetRelativePath(Repository.Root, f)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Pages))]
    public void Every_link_of_a_page_leads_somewhere(string page)
    {
        var file = Path.Combine(Repository.Root, page);
        var targets = Link().Matches(Code().Replace(File.ReadAllText(file), "")).Select(m => m.Groups[1].Value).Where(t => !t.Contains("://", StringComparison.Ordinal));

        Assert.That(targets.Where(target => !Exists(file, target)), Is.Empty);
    }

    [Test]
    public void The_map_of_the_documentation_has_every_page()
    {
        var map = File.ReadAllText(Path.Combine(Repository.Root, "docs", "README.md"));

        Assert.That(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(Path.GetFileName).Where(f => f != "README.md" && !map.Contains($"]({f})", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("decisions")]
    [TestCase("moving")]
    public void The_first_page_of_a_folder_names_the_others(string folder)
    {
        var path = Path.Combine(Repository.Root, "docs", folder);
        var first = File.ReadAllText(Path.Combine(path, "README.md"));

        Assert.That(Directory.EnumerateFiles(path, "*.md").Select(Path.GetFileName).Where(f => f != "README.md" && !first.Contains($"]({f})", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_navigation_has_every_page_once_and_nothing_else()
    {
        var docs = Path.Combine(Repository.Root, "docs");
        var pages = Repository.Files("docs", "*.md").Select(f => Path.GetRelativePath(docs, Path.Combine(Repository.Root, f))).Order(StringComparer.Ordinal);

        Assert.That(Entry().Matches(File.ReadAllText(Path.Combine(docs, "toc.yml"))).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal), Is.EqualTo(pages));
    }

    private static bool Exists(string page, string target)
    {
        var parts = target.Split('#');
        var file = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        return parts.Length == 1 ? Path.Exists(file) : File.Exists(file) && Heading().Matches(File.ReadAllText(file)).Any(h => Anchor(h.Groups[1].Value) == parts[1]);
    }

    private static string Anchor(string heading) => NotInAnchor().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"href: ([^\s}]+)")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
