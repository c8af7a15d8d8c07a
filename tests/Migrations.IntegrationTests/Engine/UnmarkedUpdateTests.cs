using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Guarding;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

// Updates on the server that leave no mark in a document which tells that it is done.
public sealed class UnmarkedUpdateTests
{
    private const int Documents = 12;

    // Only conflicts make a range come in parts.
    [Test]
    public async Task A_range_that_was_begun_in_parts_is_continued_without_transactions_after_them([Values("unmarkedStages", "unmarkedOperators", "unmarkedList")] string tree)
    {
        await using var fixture = await CreateAsync();
        await fixture.RunAsync(Up(tree));
        var before = await fixture.ReadAsync("counters");
        var settings = new RunSettings { BatchSize = 4, Workers = 1 };
        Assert.That(() => fixture.EngineWith(settings, channel: new PartsChannel(fixture.Channel, 2)).RunAsync(Back(tree), fixture.Observer, CancellationToken.None), Throws.InstanceOf<MigrationException>());
        var half = (await fixture.ReadAsync("counters")).Where((d, i) => !d.Equals(before[i])).Count();
        await fixture.NewEngine().UnlockAsync(CancellationToken.None);

        await fixture.EngineWith(settings with { Transaction = TransactionMode.Never }).RunAsync(Back(tree), fixture.Observer, CancellationToken.None);

        Assert.That(half, Is.EqualTo(4));
        Assert.That((await fixture.ReadAsync("counters")).Select(d => (d["count"].AsInt32 - d["_id"].AsInt32, d["list"].AsBsonArray.Count)), Has.All.EqualTo((0, 5)));
    }

    [Test]
    public async Task Operators_that_only_the_server_knows_are_refused_without_transactions_before_anything_is_written()
    {
        await using var fixture = await CreateAsync();
        await fixture.Database.GetCollection("counters").UpdateManyAsync("{}", """{ "$unset": { "list": "" } }""");
        await fixture.RunAsync(Up("unmarkedLists"), TransactionMode.Never);
        var migrated = await fixture.Database.ReadBytesAsync("counters");

        Assert.That(
            () => fixture.RollBackAsync("unmarkedLists", TransactionMode.Never),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.UpdateNeedsTransaction).And.Message.Contains("DownFilter"));
        var refused = await fixture.Database.ReadBytesAsync("counters");
        await fixture.RollBackAsync("unmarkedLists");

        Assert.That(refused, Is.EqualTo(migrated));
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["list"].AsBsonArray.Count), Has.All.EqualTo(0));
    }

    [Test]
    public async Task A_document_that_the_server_refuses_is_named_and_the_others_are_updated_once([Values("unmarkedStages", "unmarkedOperators", "unmarkedField")] string tree)
    {
        await using var fixture = await CreateAsync();
        await fixture.Database.GetCollection("counters").UpdateOneAsync("""{ "_id": 9 }""", """{ "$set": { "count": "many" } }""");
        var settings = new RunSettings { Transaction = TransactionMode.Never, BatchSize = 4, Workers = 1, OnDocumentError = OnDocumentError.Collect };

        var failure = Assert.ThrowsAsync<MigrationException>(() => fixture.EngineWith(settings).RunAsync(Up(tree), fixture.Observer, CancellationToken.None));
        await fixture.Database.GetCollection("counters").UpdateOneAsync("""{ "_id": 9 }""", """{ "$set": { "count": 9 } }""");
        await fixture.EngineWith(settings).RunAsync(Up(tree), fixture.Observer, CancellationToken.None);

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.DocumentFailed));
        Assert.That(failure.Message, Does.Contain("""{ "_id" : 9 }"""));
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32 - d["_id"].AsInt32), Has.All.EqualTo(1));
    }

    private static PlanRequest Up(string tree) => new() { Tree = tree, To = "20260101000001" };

    private static PlanRequest Back(string tree) => new() { Tree = tree, To = "base", Direction = MigrationDirection.Down };

    private static async Task<EngineFixture> CreateAsync()
    {
        var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "count", i }, { "list", new BsonArray(Enumerable.Range(0, 5)) } }));
        return fixture;
    }

    // The first update of many documents meets another writer, and so is done in parts; the process dies at one of these.
    private sealed class PartsChannel(ICommandChannel inner, int deadPart) : ChannelDecorator(inner)
    {
        private int _updates;

        public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
        {
            if (_updates > deadPart)
            {
                throw new DatabaseException(MigrationErrorCode.Unexpected, "The process is dead.");
            }

            if (session is null || !command.Body.TryGetValue("update"u8, out var collection) || collection.AsString != "counters")
            {
                return base.RunAsync(command, session, cancellationToken);
            }

            return ++_updates switch
            {
                1 => throw new CommandException(MigrationErrorCode.CommandFailed, "WriteConflict", 112, "WriteConflict", [], ["TransientTransactionError"]),
                var update when update > deadPart => throw new DatabaseException(MigrationErrorCode.Unexpected, "The process is dead."),
                _ => base.RunAsync(command, session, cancellationToken),
            };
        }
    }
}
