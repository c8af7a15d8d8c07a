using Migrations.Host.Projects;

namespace Migrations.Host.Tests.Projects;

public sealed class DeployedPluginTests
{
    private string _folder = "";

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("deployed-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_only_plugin_of_a_folder_is_found_among_the_packages_that_it_brings()
    {
        var plugin = Deploy("Shop.Migrations", typeof(DeployedPluginTests).Assembly.Location);
        Deploy("NUnit", typeof(Assert).Assembly.Location);
        Deploy("Broken", null);

        Assert.That(PluginSource.FindDeployed(_folder), Is.EqualTo(plugin));
    }

    [Test]
    public void Of_two_plugins_none_is_picked()
    {
        Deploy("Shop.Migrations", typeof(DeployedPluginTests).Assembly.Location);
        Deploy("Other.Migrations", typeof(DeployedPluginTests).Assembly.Location);

        Assert.That(PluginSource.FindDeployed(_folder), Is.Null);
    }

    // Null: a file that is not an assembly.
    private string Deploy(string name, string? assembly)
    {
        var file = Path.Combine(_folder, name + ".dll");
        File.WriteAllText(Path.Combine(_folder, name + ".deps.json"), "{}");
        File.WriteAllBytes(file, assembly is null ? [1, 2, 3] : File.ReadAllBytes(assembly));
        return file;
    }
}
