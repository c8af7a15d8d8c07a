using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Guarding;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

// Batch transactions that the server aborts, because of another writer or of its own trouble, are done again as a whole.
public sealed class ConflictTests
{
    private const int Documents = 24;
    private const int WriteConflict = 112;
    private const int ShutdownInProgress = 91;

    [Test]
    public async Task A_batch_that_meets_the_open_transaction_of_another_writer_is_tried_until_that_is_through()
    {
        await using var fixture = await CreateAsync();
        using var other = await fixture.Database.Client.StartSessionAsync();
        other.StartTransaction();
        await fixture.Database.GetCollection("counters").UpdateOneAsync(other, """{ "_id": 15 }""", """{ "$set": { "other": "written" }, "$inc": { "count": 10 } }""");
        var conflicts = 0;
        // What the other writer holds is free only after the batch has failed on it.
        var watched = new ConflictChannel(fixture.Channel, () => ++conflicts == 3 ? other.CommitTransactionAsync(CancellationToken.None) : Task.CompletedTask);

        await fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Require, BatchSize = 10, Workers = 2 }, channel: watched).RunAsync(new PlanRequest { Tree = "raw" }, fixture.Observer, CancellationToken.None);

        Assert.That(conflicts, Is.GreaterThanOrEqualTo(3));
        Assert.That(await CountsAsync(fixture), Is.EqualTo(Enumerable.Range(0, Documents).Select(i => i == 15 ? 11 : 1)));
        Assert.That((await fixture.ReadAsync("counters"))[15]["other"].AsString, Is.EqualTo("written"));
    }

    [Test]
    public async Task A_transaction_that_fails_at_any_command_is_done_again(
        [Values(WriteConflict, ShutdownInProgress)] int errorCode,
        [Values(1, 3)] int times,
        [Values] bool isCarriedOut)
    {
        await using var fixture = await CreateAsync();
        await using var proxy = TestServer.NewProxy();
        await using var channel = DriverChannel.Create($"mongodb://127.0.0.1:{proxy.Port}/?directConnection=true");
        var engine = fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Require, BatchSize = 10, Workers = 2 }, channel: channel);
        var hits = new List<string>();

        for (var message = 1; hits.Count == message - 1; message++)
        {
            proxy.FailInTransactionAt(message, times, errorCode, isCarriedOut);
            await engine.RunAsync(new PlanRequest { Tree = "raw" }, fixture.Observer, CancellationToken.None);
            hits.AddRange(proxy.Hit is { } hit ? [hit] : []);
            Assert.That(await CountsAsync(fixture), Has.All.EqualTo(1), $"message {message}, {proxy.Hit}");
            proxy.FailInTransactionAt(message, times, errorCode, isCarriedOut);
            await engine.RunAsync(new PlanRequest { Tree = "raw", Direction = MigrationDirection.Down, To = "base" }, fixture.Observer, CancellationToken.None);
            Assert.That(await CountsAsync(fixture), Has.All.EqualTo(0), $"back, message {message}, {proxy.Hit}");
        }

        Assert.That(hits, Has.Count.GreaterThan(15));
        Assert.That(hits, Is.SupersetOf((string[])["find", "update", "commitTransaction"]));
    }

    private static async Task<EngineFixture> CreateAsync()
    {
        var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        return fixture;
    }

    private static async Task<List<int>> CountsAsync(EngineFixture fixture) => [.. (await fixture.ReadAsync("counters")).Select(d => d["count"].ToInt32())];

    private sealed class ConflictChannel(ICommandChannel inner, Func<Task> conflicted) : ChannelDecorator(inner)
    {
        public override async ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
        {
            try
            {
                return await base.RunAsync(command, session, cancellationToken);
            }
            catch (CommandException e) when (e.ServerCode == WriteConflict && e.HasErrorLabel("TransientTransactionError"))
            {
                await conflicted();
                throw;
            }
        }
    }
}
