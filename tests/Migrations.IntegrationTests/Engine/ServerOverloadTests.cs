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

// A server that turns commands away because it has too much to do: the client has given up repeating them, and the engine runs the batch again, each document once.
public sealed class ServerOverloadTests
{
    private const int Documents = 60;
    private const int Batches = 2;

    [Test]
    public async Task A_transaction_that_is_turned_away_at_any_command_is_done_again_unless_it_was_committed()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture, 12);
        await using var proxy = TestServer.NewProxy();
        await using var channel = DriverChannel.Create($"mongodb://127.0.0.1:{proxy.Port}/?directConnection=true&maxAdaptiveRetries=0");
        var engine = fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Require, BatchSize = 10, Workers = 1 }, channel: channel);
        var hits = new List<string>();

        // The batches of twelve documents. Before them is the claim (lock, record, commit) and behind them the end of the step, which are no batches.
        const int First = 4;
        for (var message = First; hits.Count(h => h == "commitTransaction") < Batches; message++)
        {
            // Of what is carried out although it seems to be turned away only a commit outlives its transaction.
            proxy.TurnAwayInTransactionAt(message, isCarriedOut: true);
            await RunAsync(engine, "raw", MigrationDirection.Up, fixture);
            hits.Add(proxy.Hit ?? throw new InvalidOperationException("There are no more messages."));
            Assert.That(await CountsAsync(fixture), Has.All.EqualTo(1), $"message {message}, {proxy.Hit}");
            proxy.TurnAwayInTransactionAt(message, isCarriedOut: false);
            await RunAsync(engine, "raw", MigrationDirection.Down, fixture);
            Assert.That(await CountsAsync(fixture), Has.All.EqualTo(0), $"back, message {message}, {proxy.Hit}");
        }

        Assert.That(hits, Is.SupersetOf((string[])["find", "update", "commitTransaction"]));
        Assert.That(channel.OverloadCount, Is.GreaterThan(hits.Count));
    }

    [Test]
    public async Task Whatever_is_turned_away_every_document_is_migrated_once(
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction,
        [Values("raw", "typed", "pipeline")] string tree,
        [Values(1, 3)] int workers)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture, Documents);
        var channel = new OverloadedChannel(fixture.Channel, tree == "pipeline" && transaction == TransactionMode.Require ? 4 : 13);
        var engine = fixture.EngineWith(new RunSettings { Transaction = transaction, BatchSize = 15, Workers = workers }, channel: channel);

        await RunAsync(engine, tree, MigrationDirection.Up, fixture);
        var up = await CountsAsync(fixture);
        await RunAsync(engine, tree, MigrationDirection.Down, fixture);

        Assert.That(up, Has.All.EqualTo(1).And.Exactly(Documents).Items);
        Assert.That(await CountsAsync(fixture), Has.All.EqualTo(0).And.Exactly(Documents).Items);
        Assert.That(fixture.Observer.Progress[^1].Documents, Is.EqualTo(Documents));
        Assert.That(channel.TurnedAway, Is.Positive);
        Assert.That(fixture.Observer.Pauses.Select(p => p.Cause), Has.All.EqualTo(PauseCause.Overload).And.Some.EqualTo(PauseCause.Overload));
    }

    [Test]
    public async Task Documents_are_moved_once_however_often_that_is_turned_away([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("people").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "first", "A" }, { "last", $"B{i}" } }));
        var channel = new OverloadedChannel(fixture.Channel, 7);

        await RunAsync(fixture.EngineWith(new RunSettings { Transaction = transaction, BatchSize = 15, Workers = 2 }, channel: channel), "move", MigrationDirection.Up, fixture);

        Assert.That(await fixture.ReadAsync("people"), Is.Empty);
        Assert.That((await fixture.ReadAsync("persons")).Select(p => p["number"].AsInt32).Order(), Is.EqualTo(Enumerable.Range(0, Documents)));
        Assert.That(channel.TurnedAway, Is.GreaterThan(1));
    }

    [Test]
    public async Task What_was_kept_is_put_back_once([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var parts = Enumerable.Range(0, Documents).Select(i => BsonDocument.Parse($$"""{ "_id": {{i}}, "price": {{i}}.4 }""")).ToList();
        await fixture.Database.GetCollection("parts").InsertManyAsync(parts);
        var channel = new OverloadedChannel(fixture.Channel, 11);
        var engine = fixture.EngineWith(new RunSettings { Transaction = transaction, BatchSize = 15, Workers = 1 }, channel: channel);

        await RunAsync(engine, "imaged", MigrationDirection.Up, fixture);
        var rounded = await fixture.ReadAsync("parts");
        channel.HasBatches = true;
        await RunAsync(engine, "imaged", MigrationDirection.Down, fixture);

        Assert.That(rounded.Select(p => p["cost"].ToInt64()), Is.EqualTo(Enumerable.Range(0, Documents)));
        Assert.That(await fixture.Database.ReadBytesAsync("parts"), Is.EqualTo(parts.Select(p => p.ToRaw())));
        Assert.That(fixture.Observer.Progress[^1], Has.Property("Documents").EqualTo(Documents).And.Property("Modified").EqualTo(Documents));
        Assert.That(channel.TurnedAway, Is.GreaterThan(2));
    }

    [Test]
    public async Task A_cancelled_overloaded_run_stops_at_its_checkpoint()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture, Documents);
        using var cancellation = new CancellationTokenSource();
        var channel = new OverloadedChannel(fixture.Channel, 13, from: 10, then: cancellation.Cancel);
        var settings = new RunSettings { Transaction = TransactionMode.Never, BatchSize = 15, Workers = 1 };

        Assert.That(
            async () => await fixture.EngineWith(settings, channel: channel).RunAsync(new PlanRequest { Tree = "raw" }, fixture.Observer, cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
        var half = await CountsAsync(fixture);
        await fixture.EngineWith(settings).RunAsync(new PlanRequest { Tree = "raw" }, fixture.Observer, CancellationToken.None);

        Assert.That(half, Has.Some.EqualTo(0).And.Some.EqualTo(1));
        Assert.That(await CountsAsync(fixture), Has.All.EqualTo(1));
    }

    private static Task FillAsync(EngineFixture fixture, int documents) =>
        fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, documents).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));

    private static Task<RunResult> RunAsync(Migrations.Engine.MigrationEngine engine, string tree, MigrationDirection direction, EngineFixture fixture) =>
        engine.RunAsync(new PlanRequest { Tree = tree, Direction = direction, To = direction == MigrationDirection.Down ? "base" : null }, fixture.Observer, CancellationToken.None);

    private static async Task<List<int>> CountsAsync(EngineFixture fixture) => [.. (await fixture.ReadAsync("counters")).Select(d => d["count"].ToInt32())];

    // Turns every so many commands of the batches away, or all of them from one on. What comes before and after the batches is let through: the lock, the record, the ranges' beginning and end.
    private sealed class OverloadedChannel(ICommandChannel inner, int every, int from = int.MaxValue, Action? then = null) : ChannelDecorator(inner)
    {
        private readonly Random _random = new(7);
        private int _commands;

        // From the moment that the ranges are there until they go; a rollback from images has none.
        public bool HasBatches { get; set; }

        public int TurnedAway { get; private set; }

        public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
        {
            TurnAway(command);
            return base.RunAsync(command, session, cancellationToken);
        }

        public override ValueTask<ICommandCursor> OpenCursorAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
        {
            TurnAway(command);
            return base.OpenCursorAsync(command, session, cancellationToken);
        }

        // One of so many, but not in step with the commands that a batch takes: it would be turned away for ever.
        private bool IsUnlucky()
        {
            lock (_random)
            {
                return _random.Next(every) == 0;
            }
        }

        private void TurnAway(Command command)
        {
            var first = command.Body.ToBsonDocument().Elements.First();
            var (name, collection) = (first.Name, first.Value is BsonString text ? text.Value : "");
            var isRange = collection == "_migrations.ranges";
            var isOfBatch = HasBatches && (isRange || collection is "counters" or "people" or "persons" or "parts" or "_migrations.images") && (name is "find" or "insert" or "update" or "delete");
            if (isRange && (name is "insert" or "delete"))
            {
                HasBatches = name == "insert";
                return;
            }

            if (!isOfBatch || (Interlocked.Increment(ref _commands) < from && !IsUnlucky()))
            {
                return;
            }

            TurnedAway++;
            if (_commands >= from)
            {
                then?.Invoke();
            }

            throw new CommandException(MigrationErrorCode.CommandFailed, "Too much to do.", 462, "IngressRequestRateLimitExceeded", [], ["SystemOverloadedError", "RetryableError"]);
        }
    }
}
