using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using Migrations.Host.Plugins;

namespace Migrations.Host.Tests.Plugins;

public sealed class PluginLoaderTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("migrations-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_plugin_for_a_newer_contract_is_refused_before_it_is_loaded() => AssertRefused(Write(("Migrations.Abstractions", new Version(99, 0, 0, 0))), MigrationErrorCode.PluginTooNew);

    [Test]
    public void An_assembly_without_the_contract_is_not_a_plugin() => AssertRefused(Write(("Something.Else", new Version(1, 0, 0, 0))), MigrationErrorCode.PluginUnusable);

    [Test]
    public void A_file_that_is_not_an_assembly_is_not_a_plugin()
    {
        var path = Path.Combine(_folder, "text.dll");
        File.WriteAllText(path, "text");

        AssertRefused(path, MigrationErrorCode.PluginUnusable);
    }

    [Test]
    public void A_file_that_does_not_exist_is_reported() => AssertRefused(Path.Combine(_folder, "gone.dll"), MigrationErrorCode.PluginNotFound);

    [TestCase("MongoDB.Driver", "2.30.0.0")]
    [TestCase("MongoDB.Driver", "4.0.0.0")]
    [TestCase("MongoDB.Driver.Core", "2.30.0.0")]
    [TestCase("MongoDB.Bson", "2.30.0.0")]
    public void A_plugin_for_another_major_version_of_the_driver_is_refused_before_it_is_loaded(string assembly, string version)
    {
        var plugin = Write(Contract, (assembly, Version.Parse(version)));

        Assert.That(
            () => PluginLoader.Load(plugin),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DriverUnusable).And.Message.Contains($"{assembly} {version[..^2]}").And.Message.Contains("3.11.1"));
    }

    [TestCase("3.11.1.0")]
    [TestCase("3.14.0.0")]
    [TestCase("3.99.0.0")]
    public void A_plugin_for_any_version_3_passes_the_check(string version)
    {
        var plugin = Write(Contract, ("MongoDB.Driver", Version.Parse(version)), ("MongoDB.Bson", Version.Parse(version)));

        Assert.That(() => PluginContract.Check(plugin, new AssemblyDependencyResolver(plugin)), Throws.Nothing);
    }

    private static (string, Version) Contract => (typeof(MigrationBody).Assembly.GetName().Name!, typeof(MigrationBody).Assembly.GetName().Version!);

    private static void AssertRefused(string path, MigrationErrorCode code) =>
        Assert.That(() => PluginLoader.Load(path), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(code));

    // The smallest assembly that refers to others.
    private string Write(params (string Name, Version Version)[] references)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("plugin.dll"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddAssembly(metadata.GetOrAddString("plugin"), new Version(1, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.None);
        foreach (var (name, version) in references)
        {
            metadata.AddAssemblyReference(metadata.GetOrAddString(name), version, default, default, default, default);
        }

        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        var image = new BlobBuilder();
        new ManagedPEBuilder(new PEHeaderBuilder(imageCharacteristics: Characteristics.Dll), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(image);
        var path = Path.Combine(_folder, "plugin.dll");
        File.WriteAllBytes(path, image.ToArray());
        return path;
    }
}
