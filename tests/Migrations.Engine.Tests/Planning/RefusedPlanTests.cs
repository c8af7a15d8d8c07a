using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Planning;

public sealed class RefusedPlanTests
{
    private static readonly PlanRequest OneBack = new() { Direction = MigrationDirection.Down, Distance = 1 };

    [Test]
    public void A_database_that_was_never_initialised_is_not_guessed_at() =>
        AssertRefused(GraphOf(Migration(1)), new DatabaseState([], []), PlanRequest.All, MigrationErrorCode.NotInitialised);

    [Test]
    public void An_unknown_tree_is_refused() =>
        AssertRefused(GraphOf(Migration(1)), StateOf(), new PlanRequest { Tree = "nowhere" }, MigrationErrorCode.UnknownTree);

    [Test]
    public void An_unknown_target_is_refused() =>
        AssertRefused(GraphOf(Migration(1)), StateOf(), new PlanRequest { To = "20200101000000" }, MigrationErrorCode.UnknownTarget);

    [Test]
    public void A_target_that_two_trees_have_is_refused() =>
        AssertRefused(GraphOf(Migration(1, "a"), Migration(1, "b")), StateOf(), new PlanRequest { To = Id(1) }, MigrationErrorCode.AmbiguousTarget);

    [Test]
    public void A_tree_that_contradicts_the_target_is_refused() =>
        AssertRefused(GraphOf(Migration(1, "a"), Migration(1, "b")), StateOf(), new PlanRequest { Tree = "a", To = "b@head" }, MigrationErrorCode.AmbiguousTarget);

    [Test]
    public void Upward_does_not_go_back() =>
        AssertRefused(GraphOf(Migration(1), Migration(2)), StateOf(Applied(1), Applied(2)), new PlanRequest { To = Id(1) }, MigrationErrorCode.TargetIsBehind);

    [Test]
    public void An_irreversible_migration_is_known_before_anything_runs() =>
        AssertRefused(GraphOf(Migration(1, isReversible: false), Migration(2)), StateOf(Applied(1), Applied(2)), new PlanRequest { Direction = MigrationDirection.Down, To = "base" }, MigrationErrorCode.Irreversible);

    [Test]
    public void An_applied_migration_that_is_gone_from_the_plugin_is_an_error() =>
        AssertRefused(GraphOf(Migration(1)), StateOf(Applied(1), Applied(2)), PlanRequest.All, MigrationErrorCode.MissingMigration);

    [Test]
    public void A_divergence_in_the_middle_is_shown_as_a_difference()
    {
        var (graph, state) = (GraphOf(Migration(1), Migration(3), Migration(4)), StateOf(Applied(1), Applied(2), Applied(4)));

        var failure = Assert.Throws<MigrationException>(() => Plan.Create(graph, state, PlanRequest.All));

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.DivergedHistory));
        Assert.That(failure.Message, Does.Contain($"\n      {Id(1)} Step 1\n    - {Id(2)} \n    + {Id(3)} Step 3\n      {Id(4)} Step 4"));
    }

    [Test]
    public void An_applied_migration_that_was_changed_is_an_error() =>
        AssertRefused(GraphOf(Migration(1, checksum: "new"), Migration(2)), StateOf(Applied(1)), PlanRequest.All, MigrationErrorCode.ChangedMigration);

    [TestCase(nameof(AppliedStatus.Running))]
    [TestCase(nameof(AppliedStatus.Failed))]
    public void An_unfinished_migration_continues_only_with_the_code_that_it_began_with(string status)
    {
        var (graph, state) = (GraphOf(Migration(1), Migration(2, checksum: "new")), StateOf(Applied(1), Applied(2, status: Enum.Parse<AppliedStatus>(status), isPartial: true)));

        AssertRefused(graph, state, PlanRequest.All, MigrationErrorCode.ChangedUnfinished);
        Assert.That(Plan.Create(graph, state, new PlanRequest { AcceptChanged = [$"main@{Id(2)}"] }).Steps.Single(), Has.Property(nameof(PlannedStep.AcceptedChecksum)).EqualTo("c").And.Property(nameof(PlannedStep.IsResumed)).True);
        Assert.That(Plan.Create(GraphOf(Migration(1), Migration(2)), state, PlanRequest.All).Steps.Single().AcceptedChecksum, Is.Null);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_changed_migration_of_which_nothing_is_in_the_data_starts_again(bool hasCheckpoints)
    {
        var record = hasCheckpoints ? HalfDone(2) with { Progress = new RangeSummary { Documents = 7 } } : Applied(2, status: AppliedStatus.Failed);

        var plan = Plan.Create(GraphOf(Migration(1), Migration(2, checksum: "new")), StateOf(Applied(1), record), PlanRequest.All);

        Assert.That(plan.Steps.Single().IsResumed, Is.False);
    }

    [Test]
    public void A_batch_that_was_announced_may_be_in_the_data() => AssertRefused(
        GraphOf(Migration(1, checksum: "new")),
        StateOf(Applied(1, status: AppliedStatus.Failed, isPartial: true) with { Progress = new RangeSummary { Announced = 1 } }),
        PlanRequest.All,
        MigrationErrorCode.ChangedUnfinished);

    [Test]
    public void What_is_accepted_must_be_a_migration() =>
        AssertRefused(GraphOf(Migration(1)), StateOf(), new PlanRequest { AcceptChanged = ["main@20990101000000"] }, MigrationErrorCode.UnknownTarget);

    [Test]
    public void A_late_migration_is_an_error() =>
        AssertRefused(GraphOf(Migration(1), Migration(2)), StateOf(Applied(2)), PlanRequest.All, MigrationErrorCode.LateMigration);

    [Test]
    public void A_head_that_is_not_the_newest_applied_migration_is_an_error() =>
        AssertRefused(GraphOf(Migration(1)), new DatabaseState([new HeadRecord { Tree = "main" }], [Applied(1)]), PlanRequest.All, MigrationErrorCode.HeadMismatch);

    [Test]
    public void A_half_migrated_migration_that_did_not_say_how_far_it_came_is_not_rolled_back() =>
        AssertRefused(GraphOf(Migration(1), Migration(2)), StateOf(Applied(1), Applied(2, status: AppliedStatus.Failed, isPartial: true)), OneBack, MigrationErrorCode.InterruptedRun);

    [Test]
    public void A_half_migrated_migration_without_a_way_back_is_not_rolled_back()
    {
        var (graph, state) = (GraphOf(Migration(1), Migration(2, isReversible: false)), StateOf(Applied(1), HalfDone(2)));

        var failure = Assert.Throws<MigrationException>(() => Plan.Create(graph, state, OneBack));

        Assert.That(failure, Has.Property(nameof(MigrationException.Code)).EqualTo(MigrationErrorCode.InterruptedRun));
        Assert.That(failure!.Message, Does.Contain("4,688 document(s) are changed").And.Contain($"migrate --to main@{Id(2)}").And.Contain($"accept main@{Id(2)} --as notApplied"));
    }

    [Test]
    public void A_half_rolled_back_migration_is_not_migrated() =>
        AssertRefused(GraphOf(Migration(1)), StateOf(Applied(1, status: AppliedStatus.Running, direction: MigrationDirection.Down, isPartial: true)), PlanRequest.All, MigrationErrorCode.InterruptedRun);

    [Test]
    public void All_faults_are_named_at_once()
    {
        var graph = GraphOf(Migration(1, checksum: "new"), Migration(2));

        var failure = Assert.Throws<MigrationException>(() => Plan.Create(graph, StateOf(Applied(1), Applied(3)), PlanRequest.All));

        Assert.That(failure!.Message, Does.Contain("MIG1412").And.Contain("MIG1407"));
    }

    private static void AssertRefused(RevisionGraph graph, DatabaseState state, PlanRequest request, MigrationErrorCode code) =>
        Assert.That(() => Plan.Create(graph, state, request), Throws.TypeOf<MigrationException>().With.Property(nameof(MigrationException.Code)).EqualTo(code));
}
