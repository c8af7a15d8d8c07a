using Migrations.Host.Projects;
using NUnit.Framework.Constraints;

namespace Migrations.Host.Tests.Projects;

public sealed class ProjectSearchTests
{
    private const string Plugin = """<Project><PropertyGroup><EnableDynamicLoading>true</EnableDynamicLoading></PropertyGroup><PackageReference Include="Migrations.Abstractions" /></Project>""";
    private const string Application = """<Project><PackageReference Include="MongoDB.Driver" /></Project>""";
    private string _root = "";

    [SetUp]
    public void Create() => _root = Directory.CreateTempSubdirectory("project-search-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_root, recursive: true);

    [TestCase("", TestName = "The_project_is_found_below_the_folder")]
    [TestCase("shop/Shop.Migrations", TestName = "The_project_is_found_in_the_folder")]
    [TestCase("shop/Shop.Migrations/items", TestName = "The_project_is_found_above_the_folder")]
    public void The_project_is_found(string start)
    {
        var project = Write("shop/Shop.Migrations/Shop.Migrations.csproj", Plugin);
        Write("shop/Shop.Api/Shop.Api.csproj", Application);
        Directory.CreateDirectory(Path.Combine(_root, start));

        Assert.That(ProjectSearch.Find(Path.Combine(_root, start).TrimEnd('/'), null), Is.EqualTo(project));
    }

    [Test]
    public void What_a_build_has_left_is_not_searched()
    {
        var project = Write("Shop.Migrations/Shop.Migrations.csproj", Plugin);
        Write("artifacts/copy/Shop.Migrations.csproj", Plugin);
        Write(".cache/Shop.Migrations.csproj", Plugin);

        Assert.That(ProjectSearch.Find(_root, null), Is.EqualTo(project));
    }

    [Test]
    public void A_folder_above_the_repository_is_not_searched()
    {
        Write("Shop.Migrations.csproj", Plugin);
        Directory.CreateDirectory(Path.Combine(_root, "repository", ".git"));

        Assert.That(() => ProjectSearch.Find(Path.Combine(_root, "repository"), null), Refuses(MigrationErrorCode.ProjectMissing, "'--project PATH'"));
    }

    [Test]
    public void Of_several_projects_none_is_picked_and_all_are_named()
    {
        Write("a/A.csproj", Plugin);
        Write("b/B.csproj", Plugin);

        Assert.That(() => ProjectSearch.Find(_root, null), Refuses(MigrationErrorCode.ProjectAmbiguous, "'a/A.csproj', 'b/B.csproj'. It was not said which one is meant, so nothing was done. Choose one: '--project a/A.csproj'."));
    }

    [TestCase("b")]
    [TestCase("b/B.csproj")]
    public void A_named_project_is_taken_whatever_it_refers_to(string named)
    {
        Write("a/A.csproj", Plugin);
        var project = Write("b/B.csproj", Application);

        Assert.That(ProjectSearch.Find(_root, named), Is.EqualTo(project));
    }

    [TestCase("c")]
    [TestCase("empty")]
    public void A_named_project_that_is_not_there_is_refused(string named)
    {
        Write("a/A.csproj", Plugin);
        Directory.CreateDirectory(Path.Combine(_root, "empty"));

        Assert.That(() => ProjectSearch.Find(_root, named), Refuses(MigrationErrorCode.ProjectMissing, $"'--project' names '{named}'"));
    }

    private static ContainsConstraint Refuses(MigrationErrorCode code, string text) =>
        Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(code).And.Message.Contains(text);

    private string Write(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
