using MongoDB.Bson;
using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Guarding;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

// Where documents are moved away, what is left in their collection was written meanwhile, and is moved at the end.
public sealed class MoveCatchUpTests
{
    private const int Documents = 10;

    [Test]
    public async Task What_the_application_deletes_meanwhile_does_not_hide_what_it_inserts([Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode mode)
    {
        await using var fixture = await CreateAsync();
        var people = fixture.Database.GetCollection("people");
        var channel = new WritingChannel(fixture.Channel, "delete", async () =>
        {
            await people.DeleteOneAsync("""{ "_id": 9 }""");
            await people.InsertOneAsync(Person(-1));
        });

        await fixture.EngineWith(new RunSettings { Transaction = mode, Workers = 1 }, channel: channel).RunAsync(new PlanRequest { Tree = "move" }, fixture.Observer, CancellationToken.None);

        Assert.That(await fixture.ReadAsync("people"), Is.Empty);
        Assert.That(await NumbersAsync(fixture), Is.EqualTo(Enumerable.Range(-1, Documents)));
    }

    [Test]
    public async Task A_document_that_failed_and_was_deleted_does_not_hide_what_is_inserted([Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode mode)
    {
        await using var fixture = await CreateAsync();
        var people = fixture.Database.GetCollection("people");
        await people.UpdateOneAsync("""{ "_id": 4 }""", """{ "$set": { "first": 5 } }""");
        var settings = new RunSettings { Transaction = mode, Workers = 1, OnDocumentError = OnDocumentError.Collect };
        Assert.That(() => fixture.EngineWith(settings).RunAsync(new PlanRequest { Tree = "move" }, fixture.Observer, CancellationToken.None), Throws.InstanceOf<MigrationException>());
        await people.DeleteOneAsync("""{ "_id": 4 }""");
        await people.InsertOneAsync(Person(-1));

        await fixture.EngineWith(settings).RunAsync(new PlanRequest { Tree = "move" }, fixture.Observer, CancellationToken.None);

        Assert.That(await fixture.ReadAsync("people"), Is.Empty);
        Assert.That(await NumbersAsync(fixture), Is.EqualTo(Enumerable.Range(-1, Documents + 1).Where(i => i != 4)));
    }

    [Test]
    public async Task Metadata_that_are_wrong_do_not_decide_whether_something_is_left([Values(0, 5)] int kept)
    {
        await using var fixture = await CreateAsync();
        var channel = new WrongMetadata(new WritingChannel(fixture.Channel, "delete", () => fixture.Database.GetCollection("people").InsertOneAsync(Person(-1))), kept);

        await fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Never, Workers = 1 }, channel: channel).RunAsync(new PlanRequest { Tree = "move" }, fixture.Observer, CancellationToken.None);

        Assert.That(await fixture.ReadAsync("people"), Is.Empty);
        Assert.That(await NumbersAsync(fixture), Is.EqualTo(Enumerable.Range(-1, Documents + 1)));
    }

    private static BsonDocument Person(int id) => new() { { "_id", id }, { "first", $"f{id}" }, { "last", $"l{id}" } };

    private static async Task<EngineFixture> CreateAsync()
    {
        var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("people").InsertManyAsync(Enumerable.Range(0, Documents).Select(Person));
        return fixture;
    }

    private static async Task<IEnumerable<int>> NumbersAsync(EngineFixture fixture) => (await fixture.ReadAsync("persons")).Select(p => p["number"].AsInt32).Order();

    // The application is a moment faster, once.
    private sealed class WritingChannel(ICommandChannel inner, string before, Func<Task> write) : ChannelDecorator(inner)
    {
        private bool _hasWritten;

        public override async ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
        {
            if (!_hasWritten && command.Body.TryGetValue(before, out var collection) && collection.Type == BsonType.String && collection.AsString == "people")
            {
                _hasWritten = true;
                await write();
            }

            return await base.RunAsync(command, session, cancellationToken);
        }
    }

    // As after an unclean stop of the server.
    private sealed class WrongMetadata(ICommandChannel inner, int kept) : ChannelDecorator(inner)
    {
        public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken) =>
            command.Body.TryGetValue("count"u8, out var collection) && collection.AsString == "people"
                ? new ValueTask<CommandReply>(new CommandReply(new BsonDocument { { "n", kept }, { "ok", 1 } }.ToRaw()))
                : base.RunAsync(command, session, cancellationToken);
    }
}
