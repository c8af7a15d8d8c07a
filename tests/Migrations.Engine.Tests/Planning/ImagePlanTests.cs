using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Tests.Planning;

public sealed class ImagePlanTests
{
    private static readonly UndoCheckpoint Undo = new(9, new RestoreCounts(), null);

    [Test]
    public void Kept_images_are_a_way_back() => Assert.That(Back(Keeping(), Record()).IsFromImages, Is.True);

    [Test]
    public void A_body_for_the_way_back_is_preferred() => Assert.That(Back(Keeping() with { IsReversible = true }, Record()).IsFromImages, Is.False);

    [Test]
    public void A_rollback_ends_in_the_way_it_was_begun()
    {
        var begun = Record() with { Status = AppliedStatus.Failed, Direction = MigrationDirection.Down, IsPartial = true };

        Assert.That(Back(Keeping() with { IsReversible = true }, begun with { Checkpoint = Undo }), Has.Property("IsFromImages").True.And.Property("IsResumed").True);
        Assert.That(() => Back(Keeping(), begun with { Checkpoint = new PassCheckpoint(0, 1, 9) }), IsIrreversible("pruned or never made"));
    }

    [Test]
    public void Without_images_there_is_no_way_back() => Assert.That(() => Back(Keeping(), Record() with { HasImages = false }), IsIrreversible("pruned or never made"));

    [Test]
    public void Images_of_a_migration_that_no_longer_keeps_any_are_not_used() => Assert.That(() => Back(Keeping() with { KeepsBeforeImages = false }, Record()), IsIrreversible("cannot be rolled back"));

    [Test]
    public void Late_migrations_are_put_in_order_over_images()
    {
        var graph = Histories.GraphOf(Histories.Migration(1), Histories.Migration(2, isReversible: false) with { KeepsBeforeImages = true });

        var plan = Plan.Create(graph, Histories.StateOf(Histories.Applied(2) with { HasImages = true }), new PlanRequest { Late = LatePolicy.FixOrder });

        Assert.That(Histories.Text(plan), Is.EqualTo("-main2 main1 main2"));
        Assert.That(plan.Steps.Select(s => s.IsFromImages), Is.EqualTo(new[] { true, false, false }));
        Assert.That(() => Plan.Create(graph, Histories.StateOf(Histories.Applied(2)), new PlanRequest { Late = LatePolicy.FixOrder }), IsIrreversible("pruned or never made"));
    }

    private static MigrationDescriptor Keeping() => Histories.Migration(1, isReversible: false) with { KeepsBeforeImages = true };

    private static AppliedMigration Record() => Histories.Applied(1) with { HasImages = true };

    private static PlannedStep Back(MigrationDescriptor migration, AppliedMigration record) =>
        Plan.Create(Histories.GraphOf(migration), Histories.StateOf(record), new PlanRequest { Direction = MigrationDirection.Down, To = "base" }).Steps.Single();

    private static NUnit.Framework.Constraints.ContainsConstraint IsIrreversible(string reason) =>
        Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.Irreversible).And.Message.Contains(reason);
}
