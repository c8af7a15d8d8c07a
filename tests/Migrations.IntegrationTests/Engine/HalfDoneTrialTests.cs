using MongoDB.Bson;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

// A trial begins at the first document. It is refused where that would try documents once more that are done.
public sealed class HalfDoneTrialTests
{
    [Test]
    public async Task A_trial_that_would_try_what_is_done_is_refused(
        [Values("raw", "typed", "unmarkedStages")] string tree,
        [Values] bool isRehearsal,
        [Values(MigrationDirection.Up, MigrationDirection.Down)] MigrationDirection direction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FailAsync(fixture, tree, direction);

        var code = await TryAsync(fixture, Request(tree, direction), isRehearsal);

        Assert.That(code, Is.EqualTo(MigrationErrorCode.InterruptedRun));
    }

    [Test]
    public async Task A_migration_whose_documents_tell_is_tried([Values] bool isRehearsal)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FailAsync(fixture, "convergentBack", MigrationDirection.Up);
        await fixture.Database.GetCollection("counters").UpdateOneAsync("""{ "_id": 9 }""", """{ "$set": { "count": 9 } }""");

        Assert.That(await TryAsync(fixture, Request("convergentBack", MigrationDirection.Up), isRehearsal), Is.Null);
    }

    [Test]
    public async Task A_migration_that_failed_before_anything_was_done_is_tried([Values] bool isRehearsal)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FailAsync(fixture, "raw", MigrationDirection.Up, batchSize: 1000);

        Assert.That(await TryAsync(fixture, Request("raw", MigrationDirection.Up), isRehearsal), Is.EqualTo(MigrationErrorCode.DocumentFailed));
    }

    private static PlanRequest Request(string tree, MigrationDirection direction) => direction == MigrationDirection.Up
        ? new PlanRequest { Tree = tree, To = "20260101000001" }
        : new PlanRequest { Tree = tree, To = "base", Direction = direction };

    // At the tenth document.
    private static async Task FailAsync(EngineFixture fixture, string tree, MigrationDirection direction, int batchSize = 4)
    {
        var counters = fixture.Database.GetCollection("counters");
        await counters.InsertManyAsync(Enumerable.Range(0, 12).Select(i => new BsonDocument { { "_id", i }, { "count", i } }));
        await (direction == MigrationDirection.Down ? fixture.RunAsync(Request(tree, MigrationDirection.Up)) : Task.CompletedTask);
        await counters.UpdateOneAsync("""{ "_id": 9 }""", """{ "$set": { "count": "many" } }""");
        var engine = fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Never, BatchSize = batchSize, Workers = 1 });
        Assert.That(() => engine.RunAsync(Request(tree, direction), fixture.Observer, CancellationToken.None), Throws.InstanceOf<MigrationException>());
    }

    private static async Task<MigrationErrorCode?> TryAsync(EngineFixture fixture, PlanRequest request, bool isRehearsal)
    {
        try
        {
            await (isRehearsal ? (Task)fixture.NewEngine().RehearseAsync(request, CancellationToken.None) : fixture.NewEngine().DryRunAsync(request, CancellationToken.None));
            return null;
        }
        catch (MigrationException failure)
        {
            return failure.Code;
        }
    }
}
