using Migrations.Host.LocalServers;

namespace Migrations.Host.Tests.Execution;

public sealed class LocalDatabaseTests
{
    [TestCase("/src/shop/bin/Shop.Migrations.dll", "shop_migrations")]
    [TestCase("migrations.dll", "migrations")]
    [TestCase("Größe.dll", "gr__e")]
    [TestCase(null, "migrations")]
    public void The_local_database_is_named_after_the_plugin(string? assembly, string name) => Assert.That(LocalDatabase.Of(assembly), Is.EqualTo(name));

    [Test]
    public void A_long_name_is_cut() => Assert.That(LocalDatabase.Of(new string('a', 200) + ".dll"), Has.Length.EqualTo(60));
}
