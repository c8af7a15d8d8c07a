using MongoDB.Bson;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

// Whatever a run died of, and however the next one works: the data are those of one run that nobody disturbed.
public sealed class ResumptionTests
{
    private const int Documents = 9;
    private static readonly string[] Collections = ["counters", "parts", "notes", "orders", "lines", "receipts", "people", "persons"];

    [Test]
    public async Task Wherever_a_run_dies_the_next_one_ends_it_in_its_own_mode(
        [Values("raw", "typed", "pipeline", "unmarkedStages", "unmarkedOperators", "fieldprices", "split", "move", "imagedRaw")] string tree,
        [Values("never, never", "never, auto", "auto, never")] string modes)
    {
        var (first, next) = ModesOf(modes);
        await using var fixture = await EngineFixture.CreateAsync();
        var (before, after) = await MigrateUndisturbedAsync(fixture, tree, MigrationDirection.Up);
        await ForEachDeathAsync(async (point, die) =>
        {
            await FillAsync(fixture);
            var isDead = await die(fixture, Request(tree, MigrationDirection.Up), first);
            await ResumeAsync(fixture, Request(tree, MigrationDirection.Up), next, point);

            Assert.That(await ReadAsync(fixture), Is.EqualTo(after), $"died at {point}");
            if (tree == "imagedRaw")
            {
                await fixture.RollBackAsync(tree, next);
                Assert.That(await ReadAsync(fixture), Is.EqualTo(before), $"died at {point}, rolled back");
            }

            await fixture.StampAsync(new StampRequest { At = [$"{tree}@base"], IsForced = true });
            return isDead;
        });
    }

    [Test]
    public async Task Wherever_a_rollback_dies_the_next_one_ends_it_in_its_own_mode(
        [Values("raw", "pipeline", "unmarkedStages", "unmarkedOperators", "unmarkedMove", "unmarkedField", "move", "imagedRaw")] string tree,
        [Values("never, never", "never, auto", "auto, never")] string modes)
    {
        var (first, next) = ModesOf(modes);
        await using var fixture = await EngineFixture.CreateAsync();
        var (_, after) = await MigrateUndisturbedAsync(fixture, tree, MigrationDirection.Down);
        await ForEachDeathAsync(async (point, die) =>
        {
            await FillAsync(fixture);
            await fixture.EngineWith(new RunSettings { BatchSize = 3, Workers = 1 }).RunAsync(Request(tree, MigrationDirection.Up), fixture.Observer, CancellationToken.None);
            var isDead = await die(fixture, Request(tree, MigrationDirection.Down), first);
            await ResumeAsync(fixture, Request(tree, MigrationDirection.Down), next, point);

            Assert.That(await ReadAsync(fixture), Is.EqualTo(after), $"died at {point}");
            await fixture.StampAsync(new StampRequest { At = [$"{tree}@base"], IsForced = true });
            return isDead;
        });
    }

    // MIG1606 leaves a batch announced. Its cure is to put the fields right by hand, after which any mode goes on.
    [Test]
    public async Task A_batch_that_another_writer_met_after_a_crash_is_ended_when_its_fields_are_corrected(
        [Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode next,
        [Values("old", "new")] string state)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture);
        var counters = fixture.Database.GetCollection("counters");
        var settings = new RunSettings { Transaction = TransactionMode.Never, BatchSize = 4, Workers = 1 };
        await DieInASecondBatchAsync(fixture, settings);
        await counters.UpdateOneAsync("""{ "_id": 4 }""", """{ "$set": { "count": 100, "other": 1 } }""");
        await counters.UpdateOneAsync("""{ "_id": 5 }""", """{ "$set": { "other": 1 } }""");

        var failures = new List<MigrationErrorCode?>();
        foreach (var mode in new[] { TransactionMode.Never, next })
        {
            failures.Add(await CodeOfAsync(() => fixture.EngineWith(settings with { Transaction = mode }).RunAsync(Request("raw", MigrationDirection.Up), fixture.Observer, CancellationToken.None)));
        }

        await counters.UpdateOneAsync("""{ "_id": 4 }""", $$"""{ "$set": { "count": {{(state == "old" ? 4 : 5)}} } }""");
        await fixture.EngineWith(settings with { Transaction = next }).RunAsync(Request("raw", MigrationDirection.Up), fixture.Observer, CancellationToken.None);

        Assert.That(failures, Has.All.EqualTo(MigrationErrorCode.DocumentChangedMeanwhile));
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Is.EqualTo(Numbers.Select(i => i + 1)));
    }

    // Half of the second batch is written. Renewing the lock is a command too, so on a slow machine a count may miss that batch; then all counts are tried again.
    private static async Task DieInASecondBatchAsync(EngineFixture fixture, RunSettings settings)
    {
        foreach (var last in Enumerable.Repeat(Enumerable.Range(8, 60), 5).SelectMany(numbers => numbers))
        {
            var channel = new DyingChannel(fixture.Channel, last, tears: true);
            await CodeOfAsync(() => fixture.EngineWith(settings, channel: channel).RunAsync(Request("raw", MigrationDirection.Up), fixture.Observer, CancellationToken.None));
            await fixture.NewEngine().UnlockAsync(CancellationToken.None);
            if ((await fixture.ReadAsync("counters")).Select((d, i) => d["count"].AsInt32 - i).Sum() == 6)
            {
                return;
            }

            await FillAsync(fixture);
            await fixture.StampAsync(new StampRequest { At = ["raw@base"], IsForced = true });
        }

        Assert.Fail("No run died in the middle of its second batch.");
    }

    private static async Task<MigrationErrorCode?> CodeOfAsync(Func<Task> run)
    {
        try
        {
            await run();
            return null;
        }
        catch (MigrationException failure)
        {
            return failure.Code;
        }
    }

    private static (TransactionMode First, TransactionMode Next) ModesOf(string modes) => modes.Split(", ") is [var first, var next]
        ? (Enum.Parse<TransactionMode>(first, ignoreCase: true), Enum.Parse<TransactionMode>(next, ignoreCase: true))
        : throw new ArgumentException(modes);

    private static PlanRequest Request(string tree, MigrationDirection direction) => direction == MigrationDirection.Up
        ? new PlanRequest { Tree = tree, To = "20260101000001" }
        : new PlanRequest { Tree = tree, To = "base", Direction = direction };

    // The first command that does not arrive is each of the run's in turn; of some, half arrives.
    private static async Task ForEachDeathAsync(Func<int, Func<EngineFixture, PlanRequest, TransactionMode, Task<bool>>, Task<bool>> run)
    {
        var (point, isThrough) = (8, false);
        for (; !isThrough; point++)
        {
            var last = point;
            isThrough = !await run(point, async (fixture, request, mode) =>
            {
                var channel = new DyingChannel(fixture.Channel, last, tears: last / 2 % 2 == 0);
                try
                {
                    await fixture.EngineWith(new RunSettings { Transaction = mode, BatchSize = 3, Workers = 1 + (last % 2) }, channel: channel).RunAsync(request, fixture.Observer, CancellationToken.None);
                }
                catch (MigrationException) when (channel.IsDead)
                {
                }

                return channel.IsDead;
            });
        }

        Assert.That(point, Is.GreaterThan(20), "The run was over before it could die often enough.");
    }

    private static async Task ResumeAsync(EngineFixture fixture, PlanRequest request, TransactionMode mode, int point)
    {
        await fixture.NewEngine().UnlockAsync(CancellationToken.None);
        var settings = new RunSettings { Transaction = mode, BatchSize = 2 + (point % 4), Workers = 1 + (point / 2 % 4) };
        await fixture.EngineWith(settings).RunAsync(request, fixture.Observer, CancellationToken.None);
    }

    private static async Task<(List<string> Before, List<string> After)> MigrateUndisturbedAsync(EngineFixture fixture, string tree, MigrationDirection direction)
    {
        await FillAsync(fixture);
        var before = await ReadAsync(fixture);
        await fixture.NewEngine().RunAsync(Request(tree, MigrationDirection.Up), fixture.Observer, CancellationToken.None);
        if (direction == MigrationDirection.Down)
        {
            await fixture.NewEngine().RunAsync(Request(tree, direction), fixture.Observer, CancellationToken.None);
        }

        var after = await ReadAsync(fixture);
        await fixture.StampAsync(new StampRequest { At = [$"{tree}@base"], IsForced = true });
        return (before, after);
    }

    private static async Task FillAsync(EngineFixture fixture)
    {
        foreach (var name in Collections)
        {
            await fixture.Database.GetCollection(name).DeleteManyAsync("{}");
        }

        await fixture.Database.GetCollection("counters").InsertManyAsync(Numbers.Select(i => new BsonDocument { { "_id", i }, { "count", i } }));
        await fixture.Database.GetCollection("parts").InsertManyAsync(Numbers.Select(i => new BsonDocument { { "_id", i }, { "count", (long)i }, { "note", $"note {i}" } }));
        await fixture.Database.GetCollection("notes").InsertManyAsync(Numbers.Select(i => new BsonDocument { { "_id", i }, { "v", 1 }, { "price", i } }));
        await EmitTests.InsertOrdersAsync(fixture, Documents);
        await EmitTests.InsertPeopleAsync(fixture, Documents);
    }

    private static IEnumerable<int> Numbers => Enumerable.Range(0, Documents);

    private static async Task<List<string>> ReadAsync(EngineFixture fixture)
    {
        var documents = new List<string>();
        foreach (var name in Collections)
        {
            documents.AddRange((await fixture.Database.ReadBytesAsync(name)).Select(d => $"{name} {d}"));
        }

        return documents;
    }
}
