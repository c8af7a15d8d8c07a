using System.Globalization;
using System.Text.RegularExpressions;

namespace Migrations.ArchitectureTests;

public sealed class ErrorCodeTests
{
    // Errors of the build's own targets and tasks, which no host is there to print.
    private static readonly int[] OfTargets = [1009, 1010, 1018, 1019, 1020];
    // Those of the local server, which is a program of its own.
    private static readonly int[] OfLocalServer = [.. Regex.Matches(File.ReadAllText(Path.Combine(Repository.Root, "src", "Shared", "LocalServerContract.cs")), "= (18[0-9]{2}),").Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))];
    private static readonly string Tests = string.Concat(Repository.Files("tests", "*.cs").Select(File.ReadAllText));
    private static readonly string Sources = string.Concat(Repository.Files("src", "*.cs").Where(f => Path.GetFileName(f) != "MigrationErrorCode.cs").Select(File.ReadAllText));

    public static IEnumerable<MigrationErrorCode> Codes => Enum.GetValues<MigrationErrorCode>().Where(c => c != MigrationErrorCode.None);

    [TestCaseSource(nameof(Codes))]
    public void A_code_has_a_page_that_says_what_happened_and_what_to_do(MigrationErrorCode code)
    {
        var page = Path.Combine(Repository.Root, "docs", "errors", $"MIG{(int)code:D4}.md");

        Assert.That(page, Does.Exist);
        Assert.That(File.ReadAllText(page), Does.Match("(?i)what happened").And.Match("(?i)(what to do|cure)"));
    }

    [TestCaseSource(nameof(Codes))]
    public void A_code_is_provoked_by_a_test(MigrationErrorCode code) =>
        Assert.That(Tests, Does.Contain($"MigrationErrorCode.{code}").Or.Contain($"MIG{(int)code:D4}"));

    [TestCaseSource(nameof(Codes))]
    public void A_code_is_used(MigrationErrorCode code) =>
        Assert.That(Sources, Does.Contain($"MigrationErrorCode.{code}").Or.Contain($"MIG{(int)code:D4}"));

    [Test]
    public void The_local_servers_codes_have_pages() =>
        Assert.That(OfLocalServer.Select(code => Path.Combine(Repository.Root, "docs", "errors", $"MIG{code}.md")), Is.Not.Empty.And.All.Exist);

    [Test]
    public void The_list_of_codes_says_of_each_what_its_page_does()
    {
        var rows = Repository.Files("docs/errors", "MIG*.md").Order(StringComparer.Ordinal).Select(f => Row(Path.GetFileNameWithoutExtension(f), File.ReadLines(f).First()));
        var list = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "errors", "README.md"));

        Assert.That(list.Where(l => l.StartsWith("| [MIG", StringComparison.Ordinal)), Is.EqualTo(rows));
    }

    [Test]
    public void A_page_has_a_code()
    {
        var pages = Repository.Files("docs/errors", "MIG*.md").Select(f => int.Parse(Path.GetFileNameWithoutExtension(f)[3..]));

        Assert.That(pages.Except(OfTargets).Except(OfLocalServer), Is.SubsetOf(Codes.Select(c => (int)c)));
    }

    private static string Row(string code, string title)
    {
        Assert.That(title, Does.StartWith($"# {code}: "));
        return $"| [{code}]({code}.md) | {title[(code.Length + 4)..]} |";
    }
}
