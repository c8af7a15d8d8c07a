using Migrations.Host.Projects;
using NUnit.Framework.Constraints;

namespace Migrations.Host.Tests.Projects;

// With the real SDK, which only evaluates the project.
public sealed class PluginBuildTests
{
    private string _folder = "";

    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("plugin-build-").FullName;
        File.WriteAllText(Path.Combine(_folder, "Directory.Build.props"), "<Project />");
    }

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_project_that_was_never_built_is_not_run() =>
        Assert.That(() => RunAsync("<TargetFramework>net10.0</TargetFramework>"), Refuses(MigrationErrorCode.PluginNotFound, "Leave out '--no-build'"));

    [Test]
    public void Of_several_frameworks_none_is_picked() =>
        Assert.That(() => RunAsync("<TargetFrameworks>net10.0;net11.0</TargetFrameworks>"), Refuses(MigrationErrorCode.OptionInvalid, "is built for net10.0;net11.0, and it was not said which one is meant"));

    [Test]
    public void A_chosen_framework_is_taken() =>
        Assert.That(() => RunAsync("<TargetFrameworks>net10.0;net11.0</TargetFrameworks>", "net10.0"), Refuses(MigrationErrorCode.PluginNotFound, Path.Combine("Release", "net10.0", "Shop.dll")));

    [Test]
    public void A_project_that_cannot_be_read_is_an_error_with_the_reason_before_it()
    {
        var notes = new List<string>();

        Assert.That(() => RunAsync("</Project>", note: notes.Add), Refuses(MigrationErrorCode.ProjectNotBuilt, "MSBuild's errors are above"));
        Assert.That(notes, Has.Some.Contains("error MSB4025"));
    }

    private async Task RunAsync(string properties, string? framework = null, Action<string>? note = null)
    {
        var project = Path.Combine(_folder, "Shop.csproj");
        await File.WriteAllTextAsync(project, $"""<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup>{properties}</PropertyGroup></Project>""");
        await PluginBuild.RunAsync(project, new ProjectRequest { SkipsBuild = true, Configuration = "Release", Framework = framework }, note ?? (_ => { }), CancellationToken.None);
    }

    private static ContainsConstraint Refuses(MigrationErrorCode code, string text) =>
        Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(code).And.Message.Contains(text);
}
