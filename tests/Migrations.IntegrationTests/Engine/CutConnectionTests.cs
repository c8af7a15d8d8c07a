using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;
using Migrations.TestKit;

namespace Migrations.IntegrationTests.Engine;

// The real client and the real engine, with the connection cut at every message of a run, whatever the message is: once, or from there on until the run has given up.
public sealed class CutConnectionTests
{
    private const int Documents = 24;
    private const int BatchSize = 10;

    // How long a server is looked for, in milliseconds: longer than the driver takes to look again at one that it lost, and no longer than it takes to connect.
    private const int UntilNextLook = 700;
    private const int UntilConnected = 250;

    [Test]
    public async Task A_connection_that_is_cut_at_any_message_changes_nothing_about_the_outcome(
        [Values] CutMoment moment,
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await CreateAsync();
        await using var proxy = TestServer.NewProxy();
        var cuts = new List<string>();

        // There and back again, so that what one run left is what the next one starts from.
        for (var message = 1; cuts.Count == message - 1; message++)
        {
            proxy.CutAt(message, moment);
            cuts.AddRange(await RunAsync(fixture, proxy, MigrationDirection.Up, transaction, UntilNextLook));
            proxy.CutAt(message, moment);
            await RunAsync(fixture, proxy, MigrationDirection.Down, transaction, UntilNextLook);
        }

        AssertAllKinds(cuts, transaction);
    }

    [Test]
    public async Task A_run_that_loses_the_network_at_any_message_is_finished_by_the_next(
        [Values(CutMoment.BeforeRequest, CutMoment.InsideReply)] CutMoment moment,
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await CreateAsync();
        await using var proxy = TestServer.NewProxy();
        var cuts = new List<string>();

        for (var message = 1; cuts.Count == message - 1; message++)
        {
            proxy.CutFrom(message, moment);
            cuts.AddRange(await RunAsync(fixture, proxy, MigrationDirection.Up, transaction, UntilConnected));
            // It may have been the release of the lock.
            await fixture.NewEngine().UnlockAsync(CancellationToken.None);
            Assert.That(await TryRunAsync(fixture, fixture.Channel, MigrationDirection.Down, transaction), Is.Null);
        }

        AssertAllKinds(cuts, transaction);
    }

    // Nothing says that such a connection is gone: only the time that an answer may take does.
    [Test]
    public async Task A_message_that_is_never_answered_does_not_hold_a_run_up_for_ever([Range(2, 32, 3)] int message, [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await CreateAsync();
        await using var proxy = TestServer.NewProxy();
        proxy.SilenceAt(message);
        await using (var channel = DriverChannel.Create($"mongodb://127.0.0.1:{proxy.Port}/?directConnection=true", new DriverChannelOptions { AnswerLimit = TimeSpan.FromSeconds(1) }))
        {
            await TryRunAsync(fixture, channel, MigrationDirection.Up, transaction);
        }

        Assert.That(proxy.Hit, Is.Not.Null);
        await fixture.NewEngine().UnlockAsync(CancellationToken.None);
        Assert.That(await TryRunAsync(fixture, fixture.Channel, MigrationDirection.Up, transaction), Is.Null);
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].ToInt32()), Has.All.EqualTo(1));
    }

    private static async Task<EngineFixture> CreateAsync()
    {
        var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        return fixture;
    }

    // Until it succeeds, as a build does that is started again. Names the command that was cut, if one was.
    private static async Task<IEnumerable<string>> RunAsync(EngineFixture fixture, FaultProxy proxy, MigrationDirection direction, TransactionMode transaction, int patience)
    {
        MigrationException? failure;
        var attempts = 0;
        do
        {
            // A client of its own for each run.
            await using var channel = DriverChannel.Create($"mongodb://127.0.0.1:{proxy.Port}/?directConnection=true&serverSelectionTimeoutMS={patience}&connectTimeoutMS=2000");
            failure = await TryRunAsync(fixture, channel, direction, transaction);
        }
        while (failure is { Code: MigrationErrorCode.ServerUnavailable } && proxy.Hit is null && ++attempts < 10);

        if (failure is not null)
        {
            Assert.That(proxy.Hit, Is.Not.Null, failure.Message);
            await fixture.NewEngine().UnlockAsync(CancellationToken.None);
            Assert.That(await TryRunAsync(fixture, fixture.Channel, direction, transaction), Is.Null, $"{direction} after {proxy.Hit} was cut");
        }

        var counts = (await fixture.ReadAsync("counters")).Select(d => (d["_id"].ToInt32(), d["count"].ToInt32()));
        Assert.That(counts, Is.EqualTo(Enumerable.Range(0, Documents).Select(i => (i, direction == MigrationDirection.Up ? 1 : 0))), $"{direction} after {proxy.Hit} was cut");
        return proxy.Hit is { } cut ? [cut] : [];
    }

    private static async Task<MigrationException?> TryRunAsync(EngineFixture fixture, ICommandChannel channel, MigrationDirection direction, TransactionMode transaction)
    {
        var settings = new RunSettings { Transaction = transaction, BatchSize = BatchSize, Workers = 2 };
        var request = new PlanRequest { Tree = "raw", Direction = direction, To = direction == MigrationDirection.Up ? null : "base" };
        try
        {
            await fixture.EngineWith(settings, channel: channel).RunAsync(request, fixture.Observer, CancellationToken.None);
            return null;
        }
        catch (MigrationException e)
        {
            return e;
        }
    }

    private static void AssertAllKinds(List<string> cuts, TransactionMode transaction)
    {
        Assert.That(cuts, Has.Count.GreaterThan(30));
        Assert.That(cuts, Is.SupersetOf((string[])["find", "update", "insert", "findAndModify"]));
        // A migration is claimed in a transaction in any case.
        Assert.That(cuts.Count(c => c == "commitTransaction"), transaction == TransactionMode.Require ? Is.GreaterThan(2) : Is.InRange(1, 2));
    }
}
