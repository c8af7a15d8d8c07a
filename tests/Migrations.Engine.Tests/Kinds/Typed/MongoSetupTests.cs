using System.Reflection;
using System.Reflection.Emit;
using Migrations.Engine.Model;

namespace Migrations.Engine.Tests.Kinds.Typed;

public sealed class MongoSetupTests
{
    [Test]
    public void It_runs_once_for_a_plugin()
    {
        var plugin = Plugin(typeof(Counting));
        Counting.Runs = 0;

        MongoSetups.Run(plugin);
        MongoSetups.Run(plugin);

        Assert.That(Counting.Runs, Is.EqualTo(1));
    }

    [Test]
    public void A_plugin_without_one_needs_none() => Assert.That(() => MongoSetups.Run(Plugin(null)), Throws.Nothing);

    [TestCase(typeof(Throwing), "Already registered. Without it")]
    [TestCase(typeof(string), "IMongoSetup")]
    [TestCase(typeof(Closed), "IMongoSetup")]
    public void One_that_cannot_be_used_stops_every_run(Type setup, string reason)
    {
        var plugin = Plugin(setup);

        for (var i = 0; i < 2; i++)
        {
            Assert.That(() => MongoSetups.Run(plugin), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.MongoSetupFailed).And.Message.Contains(reason).And.Message.Contains(setup.Name));
        }
    }

    [Test]
    public void One_that_fails_is_reported_with_its_line_whoever_comes()
    {
        var plugin = Plugin(typeof(Throwing));

        for (var i = 0; i < 2; i++)
        {
            var fault = Assert.Throws<MigrationException>(() => MongoSetups.Run(plugin));

            Assert.That(fault.File, Does.EndWith("MongoSetupTests.cs"));
            Assert.That(fault.Line, Is.GreaterThan(1));
        }
    }

    private static AssemblyBuilder Plugin(Type? setup)
    {
        var plugin = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"Plugin{Guid.NewGuid():N}"), AssemblyBuilderAccess.Run);
        if (setup is not null)
        {
            plugin.SetCustomAttribute(new CustomAttributeBuilder(typeof(MongoSetupAttribute).GetConstructor([typeof(Type)])!, [setup]));
        }

        return plugin;
    }

    public sealed class Counting : IMongoSetup
    {
        public static int Runs { get; set; }

        public void Configure() => Runs++;
    }

    public sealed class Throwing : IMongoSetup
    {
        public void Configure() => throw new InvalidOperationException("Already registered.");
    }

    public sealed class Closed : IMongoSetup
    {
        private Closed()
        {
        }

        public void Configure()
        {
            // Never reached.
        }
    }
}
