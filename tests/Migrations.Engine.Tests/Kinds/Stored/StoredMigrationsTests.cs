using Migrations.Engine.Kinds.Stored;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using MongoDB.Bson;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Kinds.Stored;

public sealed class StoredMigrationsTests
{
    private static readonly PlanRequest Back = new() { Tree = "main", Direction = MigrationDirection.Down, To = Id(1) };

    [TestCase("this", null)]
    [TestCase("another", MigrationErrorCode.ChangedUnfinished)]
    [TestCase(null, MigrationErrorCode.ChangedUnfinished)]
    public void A_rollback_that_began_with_another_way_back_does_not_continue_with_the_stored_one(string? began, MigrationErrorCode? refusal)
    {
        var half = Applied(2, status: AppliedStatus.Running, direction: MigrationDirection.Down, isPartial: true) with { DownChecksum = began, Checkpoint = new PassCheckpoint(0, 1, 20_000) { Direction = MigrationDirection.Down } };
        var state = StateOf(Applied(1), half);
        var graph = Extended([Migration(1)], state, (half, Stored(1) with { Checksum = "this" }));

        Assert.That(CodeOf(() => Plan.Create(graph, state, Back)), Is.EqualTo(refusal));
        Assert.That(Text(Plan.Create(graph, state, Back with { AcceptChanged = [$"main@{Id(2)}"] })), Is.EqualTo("-main2"));
    }

    [Test]
    public void A_reviewed_plan_is_for_the_way_back_that_was_stored_then()
    {
        var (state, way) = (StateOf(Applied(1), Applied(2)), Stored(1));
        var reviewed = Plan.Create(Extended([Migration(1)], state, (Applied(2), way)), state, Back);
        var other = Extended([Migration(1)], state, (Applied(2), way with { Way = way.Way with { Update = way.Way.Update! with { Update = new BsonDocument("$set", new BsonDocument("a", 2)) } } }));
        var own = GraphOf(Migration(1), Migration(2));
        var request = Back with { Reviewed = reviewed.Content.Reviewed(reviewed.Fingerprint) };

        Assert.That(Plan.Create(Extended([Migration(1)], state, (Applied(2), way)), state, request).Fingerprint, Is.EqualTo(reviewed.Fingerprint));
        Assert.That(Plan.Create(other, state, Back).Fingerprint, Is.Not.EqualTo(reviewed.Fingerprint));
        Assert.That(CodeOf(() => Plan.Create(other, state, request)), Is.EqualTo(MigrationErrorCode.PlanOutdated));
        Assert.That(CodeOf(() => Plan.Create(own, state, request)), Is.EqualTo(MigrationErrorCode.PlanOutdated));
    }

    [TestCase("main@20260101000002", MigrationErrorCode.DependencyUnmet)]
    [TestCase("main@20260101000001", null)]
    [TestCase(null, MigrationErrorCode.DependencyUnmet)]
    public void A_revision_is_not_rolled_back_from_under_one_that_the_plugin_does_not_know(string? need, MigrationErrorCode? refusal)
    {
        var unknown = Applied(5, "other") with { Place = need is null ? null : new StoredPlace(Id(4), [need]) };
        var state = StateOf(Applied(1), Applied(2), unknown);
        var graph = Extended([Migration(1)], state, (Applied(2), Stored(1)));

        Assert.That(CodeOf(() => Plan.Create(graph, state, Back)), Is.EqualTo(refusal));
    }

    [Test]
    public void That_is_so_for_what_the_plugin_has_as_well()
    {
        var state = StateOf(Applied(1), Applied(2), Applied(5, "other") with { Place = new StoredPlace(Id(4), [$"main@{Id(2)}"]) });

        Assert.That(CodeOf(() => Plan.Create(GraphOf(Migration(1), Migration(2)), state, Back)), Is.EqualTo(MigrationErrorCode.DependencyUnmet));
    }

    [Test]
    public void A_tree_that_the_stored_ones_do_not_fit_into_does_not_stop_the_others()
    {
        var state = StateOf(Applied(1), Applied(2), Applied(1, "forked"), Stored(Applied(2, "forked"), 1), Stored(Applied(3, "forked"), 1));
        var graph = Extended([Migration(1), Migration(1, "forked")], state, (Applied(2), Stored(1)), (Applied(2, "forked"), Stored(1)), (Applied(3, "forked"), Stored(1)));

        Assert.That(Text(Plan.Create(graph, state, Back)), Is.EqualTo("-main2"));
        Assert.That(CodeOf(() => Plan.Create(graph, state, Back with { Tree = "forked" })), Is.EqualTo(MigrationErrorCode.MissingMigration));
    }

    [TestCase("other", null)]
    [TestCase(null, "other@base")]
    public void Only_the_tree_that_is_asked_for_is_looked_up(string? tree, string? to)
    {
        var state = StateOf(Applied(1), Applied(2), Applied(5, "other"));

        var found = StoredMigrations.Find(GraphOf(Migration(1)), state, new PlanRequest { Direction = MigrationDirection.Down, Tree = tree, To = to });

        Assert.That(found.Select(r => (r.Tree, r.Id)), Is.EqualTo(new[] { ("other", Id(5)) }));
    }

    // The file of 2 was deleted, and 3 came after it.
    [TestCase("20260101000003", null)]
    [TestCase(null, 1)]
    public void One_that_would_stay_below_what_the_plugin_has_is_not_passed_over(string? to, int? distance)
    {
        var state = StateOf(Applied(1), Stored(Applied(2), 1), Applied(3), Applied(4));
        var graph = Extended([Migration(1), Migration(3), Migration(4)], state, (Applied(2), Stored(1)));

        Assert.That(() => Plan.Create(graph, state, Back with { To = to, Distance = distance }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.MissingMigration).And.Message.Contains($"--to {Id(1)}'"));
        Assert.That(Text(Plan.Create(graph, state, Back)), Is.EqualTo("-main4 -main3 -main2"));
    }

    [Test]
    public void A_rollback_may_stop_at_one_that_the_plugin_does_not_have()
    {
        var state = StateOf(Applied(1), Stored(Applied(2), 1), Stored(Applied(3), 2));
        var graph = Extended([Migration(1)], state, (Applied(2), Stored(1)), (Applied(3), Stored(2)));

        Assert.That(Text(Plan.Create(graph, state, Back with { To = Id(2) })), Is.EqualTo("-main3"));
    }

    [Test]
    public void The_advice_leads_below_the_oldest_that_is_missing()
    {
        Assert.That(Advice(Applied(1), Stored(Applied(2), 1), Applied(3)), Does.Contain($"--to {Id(1)}'"));
        Assert.That(Advice(Stored(Applied(2), 0), Applied(3)), Does.Contain("--to base'"));
    }

    [Test]
    public void There_is_no_advice_to_roll_back_what_cannot_be()
    {
        var half = Stored(Applied(4, status: AppliedStatus.Running, isPartial: true), 2);

        Assert.That(Advice(Applied(1), Stored(Applied(2), 1), Stored(Applied(4), 2)), Does.Contain("rollback"));
        Assert.That(Advice(Applied(1), Stored(Applied(2), 1), Stored(Applied(4), 2) with { HasWayBack = false }), Does.Not.Contain("rollback"));
        Assert.That(Advice(Applied(1), Stored(Applied(2), 1), half), Does.Not.Contain("rollback"));
        Assert.That(Advice(Applied(1), Stored(Applied(2), 9)), Does.Not.Contain("rollback"));
        Assert.That(Advice(Applied(1), Applied(2) with { HasImages = true }), Does.Not.Contain("rollback"));
    }

    // To whoever migrates with a plugin that has 1 and 3.
    private static string Advice(params AppliedMigration[] records)
    {
        MigrationDescriptor[] own = [.. new[] { 1, 3 }.Where(n => records.Any(r => r.Id == Id(n))).Select(n => Migration(n))];
        return Assert.Throws<MigrationException>(() => Plan.Create(GraphOf(own), StateOf(records), PlanRequest.All))!.Message;
    }

    private static AppliedMigration Stored(AppliedMigration record, int parent) => record with { HasWayBack = true, Place = new StoredPlace(Stored(parent).Parent, []) };

    private static RevisionGraph Extended(MigrationDescriptor[] own, DatabaseState state, params (AppliedMigration Record, StoredWayBack Way)[] stored)
    {
        var catalogue = new MigrationCatalogue("test", own, [], "1.0.0");
        var graph = RevisionGraph.Create(catalogue);
        return StoredMigrations.Extend(catalogue, graph, StoredMigrations.Find(graph, state, new PlanRequest { Direction = MigrationDirection.Down }), stored.ToDictionary(s => (s.Record.Tree, s.Record.Id), s => s.Way));
    }

    // After the revision of that number, or after base.
    private static StoredWayBack Stored(int parent, params string[] dependsOn) =>
        new(parent == 0 ? "base" : Id(parent), null, dependsOn, "d", new WayBack { Collection = "notes", Update = new WayBackUpdate([], new BsonDocument("$set", new BsonDocument("a", 1)), [], true) });

    private static MigrationErrorCode? CodeOf(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (MigrationException e)
        {
            return e.Code;
        }
    }
}
