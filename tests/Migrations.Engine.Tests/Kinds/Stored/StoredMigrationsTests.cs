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
        var state = StateOf(Applied(1), Applied(2), Applied(1, "forked"), Applied(2, "forked"), Applied(3, "forked"));
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
