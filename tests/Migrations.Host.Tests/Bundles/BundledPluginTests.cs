using Migrations.Host.Plugins;

namespace Migrations.Host.Tests.Bundles;

public sealed class BundledPluginTests
{
    private static readonly string Own = typeof(BundledPluginTests).Assembly.GetName().Name!;

    [Test]
    public void A_program_without_the_setting_is_no_bundle() => Assert.That(BundledPlugin.Read(_ => null), Is.Null);

    [Test]
    public void The_plugins_assemblies_are_those_that_were_named_and_no_others()
    {
        var bundled = BundledPlugin.Read(name => name == "Migrations.Bundle.Plugin" ? Own : $"{Own}/Shop.Entities")!;

        Assert.That(bundled.Brought(typeof(BundledPluginTests).Assembly), Is.True);
        Assert.That(bundled.Brought(typeof(BundledPlugin).Assembly), Is.False);
    }

    [Test]
    public void Only_its_own_build_is_the_plugin_of_a_bundle()
    {
        var bundled = new BundledPlugin(Own, new HashSet<string>(), () => File.OpenRead(typeof(BundledPluginTests).Assembly.Location));
        var copy = Path.Combine(Directory.CreateTempSubdirectory().FullName, Own + ".dll");
        File.Copy(typeof(BundledPlugin).Assembly.Location, copy);

        Assert.That(bundled.IsThatOf(typeof(BundledPluginTests).Assembly.Location), Is.True);
        Assert.That(bundled.IsThatOf("Other.dll"), Is.False);
        Assert.That(bundled.IsThatOf(copy), Is.False);
        File.Delete(copy);
    }
}
