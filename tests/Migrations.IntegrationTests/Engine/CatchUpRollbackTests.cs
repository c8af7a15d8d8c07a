using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Guarding;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

// A run that stopped while it caught up with others goes back: what it migrated does, and what it never came to does not.
public sealed class CatchUpRollbackTests
{
    private const int Documents = 9;

    [Test]
    public async Task What_others_wrote_last_is_not_rolled_back(
        [Values("convergentBack", "unmarkedMove")] string tree,
        [Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode mode)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture);
        var written = new BsonDocument { { "_id", 7 }, { "count", 70 } };
        var settings = new RunSettings { Transaction = mode, BatchSize = 4, Workers = 2 };
        var writer = new WritingChannel(fixture.Channel, _ => fixture.Database.GetCollection("counters").ReplaceOneAsync("""{ "_id": 7 }""", written));
        Assert.That(
            async () => await fixture.EngineWith(settings, channel: writer).RunAsync(Up(tree), fixture.Observer, CancellationToken.None),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.OldShapeLeft));

        var result = await fixture.EngineWith(settings).RunAsync(Back(tree), fixture.Observer, CancellationToken.None);

        Assert.That(await fixture.ReadAsync("counters"), Is.EqualTo(Numbers.Select(i => i == 7 ? written : Document(i))));
        Assert.That(result.Steps.Single().Counts.Modified, Is.EqualTo(Documents - 1));
    }

    [Test]
    public async Task Wherever_it_dies_what_others_wrote_behind_it_comes_back_as_it_was(
        [Values("convergentBack", "unmarkedMove")] string tree,
        [Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode first,
        [Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode next)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var counters = fixture.Database.GetCollection("counters");
        var (isDead, isPassed) = (true, 0);
        for (var point = 8; isDead; point++)
        {
            await FillAsync(fixture);
            // The first count is for the progress; from the second on, somebody counts what is left.
            var writing = new WritingChannel(fixture.Channel, number => number is 2 or 3 ? counters.InsertManyAsync([Document(-number), Document(-10 * number)]) : Task.CompletedTask);
            var dying = new DyingChannel(writing, point, tears: point % 2 == 0);
            await DieAsync(fixture, tree, first, dying);
            isDead = dying.IsDead;
            isPassed += (await fixture.ReadAsync("_migrations.applied")).Any(a => a["checkpoint"] is BsonDocument checkpoint && checkpoint["first"].AsInt32 > 0) ? 1 : 0;
            var before = Numbers.Concat((await fixture.ReadAsync("counters")).Select(d => d["_id"].AsInt32)).Distinct().Order().Select(Document).ToList();

            await fixture.EngineWith(new RunSettings { Transaction = next, BatchSize = 3 }).RunAsync(Back(tree), fixture.Observer, CancellationToken.None);

            Assert.That(await fixture.ReadAsync("counters"), Is.EqualTo(before), $"died at {point}");
            await fixture.StampAsync(new StampRequest { At = [$"{tree}@base"], IsForced = true });
        }

        Assert.That(isPassed, Is.GreaterThan(3), "It never died in a later pass.");
    }

    [Test]
    public async Task Too_many_to_tell_apart_are_refused_before_anything_is_rolled_back()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture);
        var counters = fixture.Database.GetCollection("counters");
        var writer = new WritingChannel(fixture.Channel, _ => counters.ReplaceOneAsync("""{ "_id": 7 }""", Document(7)));
        Assert.That(async () => await fixture.EngineWith(new RunSettings(), channel: writer).RunAsync(Up("unmarkedMove"), fixture.Observer, CancellationToken.None), Throws.TypeOf<MigrationException>());
        await counters.InsertManyAsync(Enumerable.Range(100, 10_001).Select(Document));
        var before = await fixture.Database.ReadBytesAsync("counters");

        Assert.That(
            async () => await fixture.RunAsync(Back("unmarkedMove")),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.InterruptedRun).And.Message.Contains("Finish it first"));
        var refused = await fixture.Database.ReadBytesAsync("counters");
        await fixture.RunAsync(Up("unmarkedMove"));
        await fixture.RunAsync(Back("unmarkedMove"));

        Assert.That(refused, Is.EqualTo(before));
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d.Contains("count")), Has.Exactly(1).False);
    }

    private static IEnumerable<int> Numbers => Enumerable.Range(0, Documents);

    // One has nothing to count.
    private static BsonDocument Document(int id) => id == 5 ? new BsonDocument { { "_id", id }, { "note", "none" } } : new BsonDocument { { "_id", id }, { "count", id } };

    private static PlanRequest Up(string tree) => new() { Tree = tree, To = "20260101000001" };

    private static PlanRequest Back(string tree) => new() { Tree = tree, To = "base", Direction = MigrationDirection.Down };

    private static async Task FillAsync(EngineFixture fixture)
    {
        await fixture.Database.GetCollection("counters").DeleteManyAsync("{}");
        await fixture.Database.GetCollection("counters").InsertManyAsync(Numbers.Select(Document));
    }

    private static async Task DieAsync(EngineFixture fixture, string tree, TransactionMode mode, DyingChannel channel)
    {
        try
        {
            await fixture.EngineWith(new RunSettings { Transaction = mode, BatchSize = 4, Workers = 1 }, channel: channel).RunAsync(Up(tree), fixture.Observer, CancellationToken.None);
        }
        catch (MigrationException) when (channel.IsDead)
        {
        }

        await fixture.NewEngine().UnlockAsync(CancellationToken.None);
    }

    // An application that writes before anybody counts its documents.
    private sealed class WritingChannel(ICommandChannel inner, Func<int, Task> write) : ChannelDecorator(inner)
    {
        private int _counts;

        public override async ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
        {
            if (command.Body.TryGetValue("count"u8, out var collection) && collection.AsString == "counters")
            {
                await write(++_counts);
            }

            return await base.RunAsync(command, session, cancellationToken);
        }
    }
}
