using Migrations.Engine.Model;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Model;

public sealed class RevisionTreeTests
{
    [Test]
    public void A_tree_without_parents_is_a_chain_in_the_order_of_ids()
    {
        var tree = GraphOf(Migration(3), Migration(1), Migration(2)).Tree("main");

        Assert.That(tree.Revisions.Select(r => (r.Id, r.Parent?.Id)), Is.EqualTo(new[] { (Id(1), null), (Id(2), Id(1)), (Id(3), (string?)Id(2)) }));
    }

    [Test]
    public void Each_line_is_a_chain_of_its_own_and_begins_at_base()
    {
        var tree = GraphOf(Migration(1, line: "A"), Migration(2, line: "B"), Migration(3, line: "A"), Migration(4, line: "B")).Tree("main");

        Assert.That(tree.Revisions.ToDictionary(r => r.Id, r => r.Parent?.Id), Is.EquivalentTo(new Dictionary<string, string?> { [Id(1)] = null, [Id(2)] = null, [Id(3)] = Id(1), [Id(4)] = Id(2) }));
        Assert.That(tree.Heads.Select(h => h.Id), Is.EquivalentTo(new[] { Id(3), Id(4) }));
    }

    [Test]
    public void A_line_may_branch_off_in_the_middle_of_another()
    {
        var tree = GraphOf(Migration(1), Migration(2), Migration(3, line: "B", parent: Id(1))).Tree("main");

        Assert.That(tree.Find(Id(1))!.IsBranchpoint, Is.True);
        Assert.That(tree.Heads.Select(h => h.Id), Is.EquivalentTo(new[] { Id(2), Id(3) }));
    }

    [Test]
    public void A_parent_may_be_younger_by_its_id()
    {
        var tree = GraphOf(Migration(1, parent: Id(2)), Migration(2, parent: "base")).Tree("main");

        Assert.That(tree.Revisions.Select(r => r.Id), Is.EqualTo(new[] { Id(2), Id(1) }));
    }

    [TestCase("1.0.0")]
    [TestCase("A@1.0.0")]
    [TestCase("A@20260101000001")]
    [TestCase("20260101000001")]
    public void A_parent_is_named_by_id_version_or_line_and_either(string parent)
    {
        var tree = GraphOf(Migration(1, line: "A", version: "1.0.0"), Migration(2, line: "B", parent: parent)).Tree("main");

        Assert.That(tree.Find(Id(2))!.Parent?.Id, Is.EqualTo(Id(1)));
    }

    [Test]
    public void Ids_made_of_names_stand_where_their_parents_say()
    {
        MigrationDescriptor Named(string id, string parent) => Migration(1, parent: parent) with { Identity = new MigrationIdentity { Tree = "main", Id = id } };
        var tree = GraphOf(Named("aaaaaaaaaaaa", "ffffffffffff"), Named("ffffffffffff", "base")).Tree("main");

        Assert.That(tree.Revisions.Select(r => r.Id), Is.EqualTo(new[] { "ffffffffffff", "aaaaaaaaaaaa" }));
    }

    [Test]
    public void Renaming_a_file_changes_nothing()
    {
        var graph = GraphOf(Migration(1), Migration(2) with { File = "main/renamed.cs" });

        Assert.That(Text(Engine.Planning.Plan.Create(graph, StateOf(Applied(1), Applied(2)), Engine.Planning.PlanRequest.All)), Is.Empty);
    }
}
