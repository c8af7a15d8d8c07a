using System.Text.Json;
using System.Text.RegularExpressions;

namespace Migrations.PackageTests;

// What cannot go well is refused before anything is built or run, once, with what to do instead.
public sealed class RefusalTests
{
    private const string Library = """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""";

    // The library below the project's folder is none of its sources.
    private const string Apart = """<Project><ItemGroup><Compile Remove="library/**;plugin/**" /></ItemGroup></Project>""";

    private ConsumerProject _project = null!;

    [SetUp]
    public void Create()
    {
        _project = new ConsumerProject();
        _project.Write("models/AddOne.cs", SampleMigrations.AddOne);
    }

    [TearDown]
    public void Remove() => _project.Dispose();

    [Test]
    public async Task A_target_of_a_solution_is_refused_before_one_of_its_projects_has_run_it([Values("sln", "slnx")] string format)
    {
        await InitialiseAsync();
        _project.Write("Directory.Build.targets", Apart);
        _project.Write("library/Library.csproj", Library);
        await SolutionAsync(format, "Shop.csproj", "library/Library.csproj");

        var migrated = await _project.BuildAsync($"All.{format}", "-t:Migrate");
        var created = await _project.BuildAsync($"All.{format}", "-t:NewMigration", "-p:MigrationName=AddBaz");
        var status = await _project.BuildAsync("Shop.csproj", "-t:MigrationStatus");

        Assert.That(migrated.Text, Does.Contain("error MIG1019").And.Contain("dotnet build \"Shop.csproj\"").And.Not.Contain("Applying"));
        Assert.That(created.Text, Does.Contain("error MIG1019").And.Not.Contain("Created: "));
        Assert.That(status.Text, Does.Match(@"Add one\s.*pending"));
    }

    [Test]
    public async Task A_solution_of_one_project_and_one_that_hands_the_targets_on_are_as_good_as_the_project()
    {
        await SolutionAsync("slnx", "Shop.csproj");
        var single = await _project.BuildAsync("All.slnx", "-t:MigrationTrees");
        _project.Write("Directory.Build.targets", Apart);
        _project.Write("library/Library.csproj", Library);
        await SolutionAsync("slnx", "Shop.csproj", "library/Library.csproj");
        _project.Write("Directory.Solution.targets", """<Project><Target Name="MigrationTrees"><MSBuild Projects="$(MSBuildThisFileDirectory)Shop.csproj" Targets="MigrationTrees" /></Target></Project>""");

        var handedOn = await _project.BuildAsync("All.slnx", "-t:MigrationTrees");

        Assert.That(single.ExitCode, Is.Zero, single.Text);
        Assert.That(handedOn.ExitCode, Is.Zero, handedOn.Text);
        Assert.That(handedOn.Text, Does.Contain("head 20260101000001"));
    }

    [Test]
    public async Task Of_several_frameworks_the_one_that_migrations_run_on_is_taken([Values("net8.0;net10.0", ";net10.0", "net10.0;net8.0")] string frameworks)
    {
        UseFrameworks($"<TargetFrameworks>{frameworks}</TargetFrameworks>");

        var trees = await _project.BuildAsync("-t:MigrationTrees");
        var created = await _project.BuildAsync("-t:NewMigration", "-p:MigrationName=AddBaz", "-getTargetResult:NewMigration");

        Assert.That(trees.ExitCode, Is.Zero, trees.Text);
        Assert.That(trees.Text, Does.Contain("head 20260101000001"));
        Assert.That(created.Text, Does.Contain("_AddBaz.cs"));
    }

    // Where the other framework has neither the package nor the migrations.
    [Test]
    public async Task The_package_may_be_that_of_one_framework_alone()
    {
        UseFrameworks("<TargetFrameworks>net8.0;net10.0</TargetFrameworks>");
        _project.Write("Shop.csproj", _project.Read("Shop.csproj").Replace("<PackageReference ", """<PackageReference Condition="'$(TargetFramework)' == 'net10.0'" """, StringComparison.Ordinal));
        _project.Write("Directory.Build.targets", """<Project><ItemGroup Condition="'$(TargetFramework)' == 'net8.0'"><Compile Remove="models/**" /></ItemGroup></Project>""");

        var trees = await _project.BuildAsync("-t:MigrationTrees");
        var built = await _project.BuildAsync();

        Assert.That(trees.Text, Does.Contain("head 20260101000001"));
        Assert.That(built.ExitCode, Is.Zero, built.Text);
    }

    [TestCase("<TargetFramework>net8.0</TargetFramework>", "Build")]
    [TestCase("<TargetFramework>net8.0</TargetFramework>", "Migrate")]
    [TestCase("<TargetFrameworks>net8.0;net10.0</TargetFrameworks>", "Build")]
    [TestCase("<TargetFrameworks>net8.0;net9.0</TargetFrameworks>", "NewMigration")]
    public async Task A_plugin_for_an_older_framework_is_one_error(string frameworks, string target)
    {
        UseFrameworks(frameworks);

        var built = await _project.BuildAsync("-t:" + target, "-p:MigrationName=AddBaz");

        Assert.That(built.ExitCode, Is.EqualTo(1), built.Text);
        Assert.That(Errors(built), Has.Length.EqualTo(1).And.All.Contains("MIG1020").And.All.Contains("net10.0"));
    }

    [Test]
    public async Task An_option_that_is_misspelt_is_refused_before_anything_runs([Values("Migrate -p:MigrationDryRunn=true|MigrationDryRun", "Migrate -p:DryRun=true|MigrationDryRun", "Migrate -p:DryRunn=true|MigrationDryRun", "Migrate -p:Distanc=1|MigrationDistance", "Migrate -p:databse=x|MigrationDatabase", "NewMigration -p:MigrationName=AddBaz -p:Tre=models|MigrationTree", "NewMigration -p:MigrationName=AddBaz -p:Version=0.2.0|MigrationVersion", "PruneMigrations -p:MigrationDryRun=true|MigrationDryRun", "MigrationStatus -p:MigrationOuput=json|MigrationOutput")] string attempt)
    {
        await InitialiseAsync();

        var refused = await _project.BuildAsync(("-t:" + attempt.Split('|')[0]).Split(' '));
        var status = await _project.BuildAsync("-t:MigrationStatus");

        Assert.That(Errors(refused), Has.Length.EqualTo(1).And.All.Contains("error MIG1018").And.All.Contains($"'-p:{attempt.Split('|')[1]}='"));
        Assert.That(status.Text, Does.Match(@"Add one\s.*pending"));
        Assert.That(Directory.Exists(Path.Combine(_project.Folder, "main")), Is.False);
    }

    // Vai is the project's, Trees and MigrationsOwn one of a file that it imports, OS and Version the SDK's.
    [Test]
    public async Task A_property_that_the_project_or_the_SDK_uses_is_none_of_ours()
    {
        await InitialiseAsync();
        _project.Write("Directory.Build.targets", """<Project><Import Project="$(MSBuildThisFileDirectory)build/extra/Own.props.xml" /><PropertyGroup Condition="'$(Vai)' == 'x'"><DefineConstants>$(DefineConstants);VAI</DefineConstants></PropertyGroup></Project>""");
        _project.Write("build/extra/Own.props.xml", """<Project><PropertyGroup><Own>$(Trees)$(MigrationsOwn)</Own></PropertyGroup></Project>""");

        var migrated = await _project.BuildAsync("-t:Migrate", "-p:Vai=x", "-p:Trees=y", "-p:OS=Unix", "-p:Platform=AnyCPU", "-p:SomethingElse=1", "-p:Version=1.2.3", "-p:MigrationsOwn=1");

        Assert.That(migrated.ExitCode, Is.Zero, migrated.Text);
        Assert.That(migrated.Text, Does.Contain("1 migration(s) applied"));
    }

    [Test]
    public async Task Json_is_asked_for_by_a_name_that_MSBuild_has_not_reserved()
    {
        await InitialiseAsync();

        var status = await _project.BuildAsync("-t:MigrationStatus", "-p:MigrationOutput=json");

        Assert.That(status.ExitCode, Is.Zero, status.Text);
        using var json = JsonDocument.Parse(_project.Read("obj/migrations/status.json"));
        Assert.That(json.RootElement.GetProperty("database").GetString(), Is.EqualTo(_project.Database));
    }

    private static string[] Errors(CommandOutput output) => [.. output.Text.Split('\n').Where(l => l.Contains(": error ", StringComparison.Ordinal)).Select(l => l.Trim()).Distinct()];

    private async Task InitialiseAsync()
    {
        var initialised = await _project.BuildAsync("-t:InitialiseSchemaVersion");
        Assert.That(initialised.ExitCode, Is.Zero, initialised.Text);
    }

    private async Task SolutionAsync(string format, params string[] projects)
    {
        await DotNet.RunAsync(_project.Folder, "new", "sln", "--name", "All", "--format", format, "--force");
        var added = await DotNet.RunAsync(_project.Folder, ["sln", $"All.{format}", "add", .. projects]);
        Assert.That(added.ExitCode, Is.Zero, added.Text);
    }

    // The package is referred to where it can be.
    private void UseFrameworks(string frameworks) =>
        _project.Write("Shop.csproj", Regex.Replace(_project.Read("Shop.csproj"), "<TargetFramework>.*</TargetFramework>", frameworks));
}
