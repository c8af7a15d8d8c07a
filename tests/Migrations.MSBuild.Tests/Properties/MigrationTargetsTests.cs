using Migrations.MSBuild.Properties;

namespace Migrations.MSBuild.Tests.Properties;

// The items of a project that name several databases.
public sealed class MigrationTargetsTests
{
    private static readonly (string Name, string Variable)[] Items = [("tenant_*", ""), ("shop", "EAST_CONNECTION")];

    [Test]
    public void Items_are_names_with_the_variable_of_their_server() =>
        Assert.That(MigrationTargets.Of(Items, new GlobalProperties([])), Is.EqualTo("tenant_*;EAST_CONNECTION/shop"));

    [TestCase("MigrationDatabase")]
    [TestCase("MigrationDatabases")]
    [TestCase("MigrationDatabasesFile")]
    [TestCase("MigrationDatabasesFrom")]
    public void What_is_named_on_the_command_line_counts_instead(string property) =>
        Assert.That(MigrationTargets.Of(Items, new GlobalProperties([new(property, "other")])), Is.Empty);

    [TestCase("""<MigrationTarget Include="tenant_*" />""", true)]
    [TestCase("""<MigrationTarget Condition="true" Include="a;tenant_?" />""", true)]
    [TestCase("""<MigrationTarget Include="tenant_%2A" />""", false)]
    [TestCase("""<Compile Include="*.cs" />""", false)]
    public void An_item_that_MSBuild_takes_for_files_is_a_fault(string item, bool isFault)
    {
        var folder = Directory.CreateTempSubdirectory("migrations-items-").FullName;
        var project = Path.Combine(folder, "shop.csproj");
        File.WriteAllText(project, $"<Project><ItemGroup>{item}</ItemGroup></Project>");

        var fault = MigrationTargets.FaultOf(new ProjectFiles(project, Path.Combine(folder, "obj"), "", folder));

        Directory.Delete(folder, recursive: true);
        Assert.That(fault, isFault ? Does.Contain("%2A") : Is.Null);
    }
}
