using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Guarding;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

// Without transactions the announcement of a batch checks off the one before. Whenever nothing runs, nothing is announced that is written.
public sealed class AnnouncedBatchTests
{
    private const int BatchSize = 10;

    [Test]
    public async Task A_batch_costs_one_checkpoint()
    {
        await using var fixture = await CreateAsync(100);
        var channel = new CountingSaves(fixture.Channel);

        await RunAsync(fixture, channel);

        // Ten announcements, the end of the range, and taking over what earlier runs left.
        Assert.That(channel.Saves, Is.EqualTo(10 + 1 + 1));
        Assert.That(await CountsAsync(fixture), Has.All.EqualTo(1));
    }

    [Test]
    public async Task A_cancelled_run_has_checked_off_what_it_wrote([Values(1, 3)] int workers)
    {
        await using var fixture = await CreateAsync(200);
        using var cancellation = new CancellationTokenSource();
        fixture.Observer.OnProgress = progress =>
        {
            if (progress.Documents >= 60)
            {
                cancellation.Cancel();
            }
        };

        await Assert.ThatAsync(() => RunAsync(fixture, fixture.Channel, workers, cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        fixture.Observer.OnProgress = null;

        await AssertNothingIsAnnouncedAsync(fixture);
        await AssertTheNextRunFinishesAsync(fixture, workers);
    }

    [Test]
    public async Task A_document_that_fails_leaves_the_batches_before_it_checked_off()
    {
        await using var fixture = await CreateAsync(60);
        await fixture.Database.GetCollection("counters").UpdateOneAsync("""{ "_id": 35 }""", """{ "$set": { "count": "many" } }""");

        await Assert.ThatAsync(() => RunAsync(fixture, fixture.Channel), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DocumentFailed));

        Assert.That(await AssertNothingIsAnnouncedAsync(fixture), Is.EqualTo(30));
        await fixture.Database.GetCollection("counters").UpdateOneAsync("""{ "_id": 35 }""", """{ "$set": { "count": 0 } }""");
        await AssertTheNextRunFinishesAsync(fixture, 1);
    }

    [Test]
    public async Task A_page_that_cannot_be_read_leaves_the_batches_before_it_checked_off()
    {
        await using var fixture = await CreateAsync(60);

        await Assert.ThatAsync(() => RunAsync(fixture, new FailingPage(fixture.Channel, 4)), Throws.InstanceOf<CommandException>());

        Assert.That(await AssertNothingIsAnnouncedAsync(fixture), Is.EqualTo(30));
        await AssertTheNextRunFinishesAsync(fixture, 1);
    }

    [Test]
    public async Task Wherever_a_run_dies_what_it_kept_brings_every_document_back()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var settings = new RunSettings { Transaction = TransactionMode.Never, BatchSize = 3 };
        var request = new PlanRequest { Tree = "imagedRaw", To = "20260101000001" };
        var parts = fixture.Database.GetCollection("parts");
        var isThrough = false;
        for (var commands = 8; !isThrough; commands++)
        {
            await parts.DeleteManyAsync("{}");
            await parts.InsertManyAsync(Enumerable.Range(0, 8).Select(i => new BsonDocument { { "_id", i }, { "count", 1L }, { "note", $"note {i}" } }));
            var before = await fixture.Database.ReadBytesAsync("parts");
            var channel = new DyingChannel(fixture.Channel, commands);
            try
            {
                await fixture.EngineWith(settings, channel: channel).RunAsync(request, fixture.Observer, CancellationToken.None);
            }
            catch (DatabaseException)
            {
                // Dead.
            }

            isThrough = !channel.IsDead;
            await fixture.NewEngine().UnlockAsync(CancellationToken.None);
            if (!isThrough)
            {
                await fixture.EngineWith(settings).RunAsync(request, fixture.Observer, CancellationToken.None);
            }

            var migrated = await fixture.ReadAsync("parts");
            Assert.That(migrated.Select(d => (d["count"].ToInt64(), d.Contains("note"))), Has.All.EqualTo((2L, false)).And.Exactly(8).Items, $"died after {commands} commands");
            await fixture.RollBackAsync("imagedRaw", TransactionMode.Never);
            Assert.That(await fixture.Database.ReadBytesAsync("parts"), Is.EqualTo(before), $"died after {commands} commands");
        }
    }

    private static async Task<EngineFixture> CreateAsync(int documents)
    {
        var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, documents).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        return fixture;
    }

    private static Task<RunResult> RunAsync(EngineFixture fixture, ICommandChannel channel, int workers = 1, CancellationToken cancellationToken = default) =>
        fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Never, BatchSize = BatchSize, Workers = workers }, channel: channel).RunAsync(new PlanRequest { Tree = "raw" }, fixture.Observer, cancellationToken);

    // Returns how many documents the ranges count.
    private static async Task<long> AssertNothingIsAnnouncedAsync(EngineFixture fixture)
    {
        var ranges = await fixture.ReadAsync("_migrations.ranges");
        var written = (await CountsAsync(fixture)).Count(c => c == 1);
        Assert.That(ranges.Select(r => r["pending"].IsBsonNull), Has.All.True);
        Assert.That(ranges.Sum(r => r["documents"].ToInt64()), Is.EqualTo(written).And.GreaterThan(0));
        return written;
    }

    // Others may write to what is migrated while nothing runs: nobody asks about it any more.
    private static async Task AssertTheNextRunFinishesAsync(EngineFixture fixture, int workers)
    {
        await fixture.Database.GetCollection("counters").UpdateManyAsync("{}", """{ "$set": { "other": true } }""");
        await RunAsync(fixture, fixture.Channel, workers);

        Assert.That(await CountsAsync(fixture), Has.All.EqualTo(1));
    }

    private static async Task<IEnumerable<int>> CountsAsync(EngineFixture fixture) => (await fixture.ReadAsync("counters")).Select(d => d["count"] is BsonString ? -1 : d["count"].ToInt32());

    private static bool IsOn(Command command, string name, string collection) =>
        command.Body.TryGetValue(name, out var value) && value.Type == BsonType.String && value.AsString == collection;

    private sealed class CountingSaves(ICommandChannel inner) : ChannelDecorator(inner)
    {
        private int _saves;

        public int Saves => _saves;

        public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
        {
            if (IsOn(command, "update", "_migrations.ranges"))
            {
                Interlocked.Increment(ref _saves);
            }

            return base.RunAsync(command, session, cancellationToken);
        }
    }

    // The server answers, but not what was asked.
    private sealed class FailingPage(ICommandChannel inner, int number) : ChannelDecorator(inner)
    {
        private int _pages;

        public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken) =>
            IsOn(command, "find", "counters") && ++_pages == number
                ? base.RunAsync(new Command(command.Database, new BsonDocument { { "find", "counters" }, { "filter", new BsonDocument("$nosuch", 1) } }.ToRaw()) { Kind = CommandKind.Read }, session, cancellationToken)
                : base.RunAsync(command, session, cancellationToken);
    }
}
