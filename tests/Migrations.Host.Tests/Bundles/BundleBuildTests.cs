using Migrations.Host.Bundles;
using Migrations.Host.Projects;

namespace Migrations.Host.Tests.Bundles;

public sealed class BundleBuildTests
{
    private static readonly BundleRequest Plain = new(new ProjectRequest { Configuration = "Release" }, null, null);

    [Test]
    public void The_plugin_is_built_and_then_bundled_with_the_targets_beside_the_command()
    {
        var arguments = BundleBuild.Arguments("/shop/Shop.csproj", Plain, "/tool");

        Assert.That(arguments, Does.Contain("-t:Build").And.Contain("-p:Configuration=Release").And.Contain("-p:CustomAfterMicrosoftCommonTargets=/tool/bundle/Migrations.Bundle.targets"));
        Assert.That(arguments.Where(argument => argument.StartsWith("-t:", StringComparison.Ordinal)), Is.EqualTo(new[] { "-t:Build", "-t:MakeMigrationBundle" }));
    }

    [Test]
    public void Nothing_is_built_or_restored_where_that_was_said()
    {
        var arguments = BundleBuild.Arguments("/shop/Shop.csproj", Plain with { Project = new ProjectRequest { SkipsBuild = true } }, "/tool");

        Assert.That(arguments, Does.Contain("--no-restore").And.Not.Contain("-t:Build"));
    }

    [Test]
    public void A_separator_in_a_value_does_not_begin_another_property()
    {
        var arguments = BundleBuild.Arguments("/shop/Shop.csproj", Plain with { Runtime = "linux-x64;Configuration=Debug", Out = "/50%,a;b" }, "/tool");

        Assert.That(arguments, Does.Contain("-p:MigrationRuntime=linux-x64%3BConfiguration=Debug").And.Contain("-p:MigrationOut=/50%25%2Ca%3Bb"));
    }

    [Test]
    public void The_first_item_of_the_target_is_the_executable()
    {
        const string Output = """
            The SDK says something of its own.
            { "TargetResults": { "MakeMigrationBundle": { "Result": "Success", "Items": [ { "Identity": "deploy/shop", "FullPath": "/shop/deploy/shop" }, { "Identity": "x", "FullPath": "/shop/deploy/libx.so" } ] } } }
            """;

        Assert.That(BundleBuild.Parse(Output), Is.EqualTo("/shop/deploy/shop"));
    }
}
