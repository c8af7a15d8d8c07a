using Migrations.Engine.Storage;

namespace Migrations.Engine.Tests.Storage;

public sealed class PluginTreesTests
{
    private readonly PluginTrees _own = new("Shop.Migrations", ["orders", "stock"]);

    [Test]
    public void Trees_of_other_plugins_are_left_out()
    {
        var state = new DatabaseState(
            [Head("orders", "Shop.Migrations"), Head("users", "Login.Migrations")],
            [Record("orders"), Record("users")],
            [new ComponentRecord("users", null, "1.0.0")]);

        var own = _own.OwnPart(state);

        Assert.That(own.Heads.Select(h => h.Tree), Is.EqualTo(new[] { "orders" }));
        Assert.That(own.Records.Select(r => r.Tree), Is.EqualTo(new[] { "orders" }));
        Assert.That(own.Components, Is.Empty);
        Assert.That(own.Faults, Is.Empty);
    }

    [Test]
    public void A_database_of_other_plugins_is_not_initialised_for_this_one() =>
        Assert.That(_own.OwnPart(new DatabaseState([Head("users", "Login.Migrations")], [])).IsInitialised, Is.False);

    [Test]
    public void A_tree_that_the_plugin_does_not_have_any_more_is_its_own_still() =>
        Assert.That(_own.OwnPart(new DatabaseState([Head("old", "Shop.Migrations")], [Record("old")])).Records.ToList(), Has.Count.EqualTo(1));

    [Test]
    public void A_tree_that_nobody_has_claimed_belongs_to_whoever_has_it() =>
        Assert.That(_own.OwnPart(new DatabaseState([Head("orders", null)], [])).Faults, Is.Empty);

    [Test]
    public void A_tree_of_its_own_name_that_belongs_to_another_plugin_is_a_fault()
    {
        var own = _own.OwnPart(new DatabaseState([Head("orders", "Login.Migrations")], [Record("orders")]));

        Assert.That(own.Faults.Single().Error.Code, Is.EqualTo(MigrationErrorCode.TreeOfAnotherPlugin));
        Assert.That(own.Faults.Single().Error.Message, Does.Contain("'orders'").And.Contain("'Login.Migrations'").And.Contain("'Shop.Migrations'").And.Contain("migrations accept orders"));
    }

    [Test]
    public void Where_all_belongs_to_another_plugin_nobody_has_said_where_its_other_trees_stand()
    {
        var own = _own.OwnPart(new DatabaseState([Head("orders", "Login.Migrations")], []));

        Assert.That(own.Head("stock"), Is.EqualTo(new HeadRecord { Tree = "stock", IsUnknown = true }));
    }

    [Test]
    public void A_new_tree_beside_one_of_its_own_is_new() =>
        Assert.That(_own.OwnPart(new DatabaseState([Head("orders", "Shop.Migrations"), Head("users", "Login.Migrations")], [])).Head("stock"), Is.Null);

    private static HeadRecord Head(string tree, string? plugin) => new() { Tree = tree, Plugin = plugin };

    private static AppliedMigration Record(string tree) => new() { Tree = tree, Id = "1", Status = AppliedStatus.Done };
}
