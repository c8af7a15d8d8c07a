using System.Text.Json;
using System.Text.RegularExpressions;

namespace Migrations.ArchitectureTests;

public sealed class RepositoryTests
{
    [Test]
    public void The_aliases_are_compiled_against_the_Cake_that_runs_them()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, ".config", "dotnet-tools.json")));
        var packages = File.ReadAllText(Path.Combine(Repository.Root, "build", "Packages.props"));

        Assert.That(Regex.Match(packages, "<CakeVersion>(.*)</CakeVersion>").Groups[1].Value, Is.EqualTo(manifest.RootElement.GetProperty("tools").GetProperty("cake.tool").GetProperty("version").GetString()));
    }

    [Test]
    public void The_tests_of_a_new_project_use_the_packages_that_ours_use()
    {
        var ours = VersionsIn("build", "Packages.props");
        var theirs = VersionsIn("src", "Migrations.Templates", "templates", "project", "Sample.Migrations.Tests", "Sample.Migrations.Tests.csproj");

        var others = theirs.Where(p => p.Value != "0.0.0-product").ToList();
        Assert.That(others, Has.Count.EqualTo(3).And.SubsetOf(ours));
    }

    [Test]
    public void Every_migration_target_can_be_asked_for_at_the_solution()
    {
        var targets = TargetsOf("src", "Migrations.MSBuild", "build", "Migrations.MSBuild.targets");

        Assert.That(targets, Does.Contain("Migrate"));
        Assert.That(TargetsOf("Directory.Solution.targets"), Is.EquivalentTo(targets));
        Assert.That(TargetsOf("src", "Migrations.MSBuild", "buildMultiTargeting", "Migrations.MSBuild.targets"), Is.EquivalentTo(targets));
    }

    [Test]
    public void The_page_of_the_commands_names_every_exit_code()
    {
        var codes = Regex.Matches(File.ReadAllText(Path.Combine(Repository.Root, "src", "Shared", "HostContract.cs")), @"= (\d+),").Select(m => m.Groups[1].Value).ToList();
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "commands.md"));

        Assert.That(codes, Is.Not.Empty);
        Assert.That(codes.Where(c => !page.Contains($"| {c} |", StringComparison.Ordinal)), Is.Empty);
    }

    // But for lists of error codes, whose comments are the reference and are read one at a time, and for what is written from the table of options.
    [Test]
    public void No_file_is_long() =>
        Assert.That(Repository.Files("src", "*.cs").Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && File.ReadLines(f).Count() > 400 && File.ReadAllText(f) is var text && !ErrorCodeFile.DeclaresCodes(text) && !text.Contains("// Written from the table of options", StringComparison.Ordinal)), Is.Empty);

    private static Dictionary<string, string> VersionsIn(params string[] path) =>
        Regex.Matches(File.ReadAllText(Path.Combine([Repository.Root, .. path])), "Package(?:Version|Reference) Include=\"(.+?)\" Version=\"(.+?)\"").ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    private static List<string> TargetsOf(params string[] path) =>
        [.. Regex.Matches(File.ReadAllText(Path.Combine([Repository.Root, .. path])), "<Target Name=\"([A-Z][A-Za-z]*)\"").Select(m => m.Groups[1].Value)];
}
