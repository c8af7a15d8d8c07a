using Migrations.Engine.Model;
using Migrations.Host.Linting;

namespace Migrations.Host.Tests.Linting;

public sealed class LintRulesTests
{
    private static readonly MigrationDescriptor[] Three = [Reversible(1), Reversible(2), Reversible(3)];

    [Test]
    public void What_is_as_it_was_released_has_no_finding() => Assert.That(LintRules.Find(Graphs.Of(Three), LockFile.Of(Graphs.Of(Three))), Is.Empty);

    [Test]
    public void A_released_migration_that_was_changed_is_a_fault_at_its_place()
    {
        var finding = LintRules.Find(Graphs.Of([Three[0], Three[1] with { Checksum = "other" }, Three[2]]), LockFile.Of(Graphs.Of(Three))).Single();

        Assert.That((finding.Code, finding.IsWarning, finding.Migration!.Id), Is.EqualTo((MigrationErrorCode.ReleasedMigrationChanged, false, Graphs.Id(2))));
        Assert.That(finding.Text, Does.Contain("its source was changed"));
    }

    // A revision put between two released ones changes the parent of the later one.
    [Test]
    public void A_migration_between_two_released_ones_is_late_and_changes_the_parent_of_the_next()
    {
        var findings = LintRules.Find(Graphs.Of(Three), LockFile.Of(Graphs.Of(Three[0], Three[2]))).ToList();

        Assert.That(findings.Select(f => (f.Code, f.Migration!.Id)), Is.EquivalentTo(new[] { (MigrationErrorCode.UnreleasedIsLate, Graphs.Id(2)), (MigrationErrorCode.ReleasedMigrationChanged, Graphs.Id(3)) }));
    }

    [Test]
    public void A_released_migration_that_is_gone_is_a_fault() =>
        Assert.That(LintRules.Find(Graphs.Of(Three[0], Three[1]), LockFile.Of(Graphs.Of(Three))).Single().Code, Is.EqualTo(MigrationErrorCode.ReleasedMigrationGone));

    [Test]
    public void What_is_before_a_barrier_may_be_deleted() =>
        Assert.That(LintRules.Find(Graphs.Of(Graphs.Barrier(3)), LockFile.Of(Graphs.Of(Three[0], Three[1], Graphs.Barrier(3, parent: Graphs.Id(2))))).Select(f => f.Code), Has.None.EqualTo(MigrationErrorCode.ReleasedMigrationGone));

    [Test]
    public void A_new_migration_without_a_way_back_is_asked_why_and_a_released_one_is_not()
    {
        var released = Graphs.Migration(1);

        var finding = LintRules.Find(Graphs.Of(released, Graphs.Migration(2), Graphs.Migration(3) with { IrreversibleBecause = "It deletes." }), LockFile.Of(Graphs.Of(released))).Single();

        Assert.That((finding.Code, finding.IsWarning, finding.Migration!.Id), Is.EqualTo((MigrationErrorCode.IrreversibleWithoutReason, true, Graphs.Id(2))));
    }

    [Test]
    public void A_new_migration_that_destroys_data_is_asked_why_and_a_released_one_is_not()
    {
        var released = Reversible(1) with { Destroys = "drops 'carts'" };

        var finding = LintRules.Find(Graphs.Of(released, Reversible(2) with { Destroys = "drops 'orders'" }, Reversible(3) with { Destroys = "drops 'old'", DestructiveBecause = "It is empty." }), LockFile.Of(Graphs.Of(released))).Single();

        Assert.That((finding.Code, finding.IsWarning, finding.Migration!.Id), Is.EqualTo((MigrationErrorCode.DestroysWithoutReason, true, Graphs.Id(2))));
        Assert.That(finding.Text, Does.Contain("drops 'orders'").And.Contain("[Destructive("));
    }

    [Test]
    public void Nothing_is_compared_where_it_is_not_known_what_is_released() => Assert.That(LintRules.Find(Graphs.Of(Graphs.Migration(1)), null), Is.Empty);

    private static MigrationDescriptor Reversible(int number) => Graphs.Migration(number) with { IsReversible = true };
}
