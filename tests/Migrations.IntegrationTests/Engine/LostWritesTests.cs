using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Guarding;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

// A server that is killed and comes back without the newest of what it had acknowledged, while the host lives on.
public sealed class LostWritesTests
{
    private const int Documents = 60;
    private static readonly string[] Collections = ["counters", "people", "persons", "_migrations.ranges"];

    [Test]
    public async Task Batches_that_the_server_lost_are_done_again(
        [Values("raw", "typed", "move")] string tree,
        [Values(1, 2, 3)] int lost)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        await EmitTests.InsertPeopleAsync(fixture, Documents);
        var server = new ForgetfulServer(fixture.Channel, fixture.Database, from: 3, to: 3 + lost);

        await fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Never, BatchSize = 5, Workers = 1 }, channel: server).RunAsync(new PlanRequest { Tree = tree }, fixture.Observer, CancellationToken.None);

        Assert.That(server.HasForgotten, Is.True);
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.All.EqualTo(tree == "move" ? 0 : 1).And.Exactly(Documents).Items);
        Assert.That(await fixture.ReadAsync("people"), Has.Count.EqualTo(tree == "move" ? 0 : Documents));
        Assert.That((await fixture.ReadAsync("persons")).Select(d => d["number"].AsInt32).Order(), Is.EqualTo(tree == "move" ? Enumerable.Range(0, Documents) : []));
    }

    // The batch was announced to the server that died, and its statements were carried out by the one that came back without knowing of it.
    [Test]
    public async Task A_batch_whose_announcement_alone_was_lost_is_not_done_twice()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        var server = new ForgetfulServer(fixture.Channel, fixture.Database, from: 3, to: 3, before: "counters");

        await fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Never, BatchSize = 5, Workers = 1 }, channel: server).RunAsync(new PlanRequest { Tree = "raw" }, fixture.Observer, CancellationToken.None);

        Assert.That(server.HasForgotten, Is.True);
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.All.EqualTo(1));
    }

    [Test]
    public async Task What_a_batch_writes_is_asked_to_be_durable([Values("raw", "pipeline", "move")] string tree)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        await EmitTests.InsertPeopleAsync(fixture, Documents);
        var concerns = new WriteConcerns(fixture.Channel);

        await fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Never, BatchSize = 20, Workers = 1 }, channel: concerns).RunAsync(new PlanRequest { Tree = tree }, fixture.Observer, CancellationToken.None);

        Assert.That(concerns.Asked, Has.All.EqualTo("""{ "w" : "majority", "j" : true }"""));
        Assert.That(concerns.Asked, Has.Count.GreaterThan(5));
    }

    // Goes back to where it was at one checkpoint just before it is asked for a later one.
    private sealed class ForgetfulServer(ICommandChannel inner, IMongoDatabase database, int from, int to, string before = "_migrations.ranges") : ChannelDecorator(inner)
    {
        private readonly Dictionary<string, List<RawBsonDocument>> _kept = [];
        private readonly SemaphoreSlim _gate = new(1, 1);
        private int _saves;

        public bool HasForgotten { get; private set; }

        public override async ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
        {
            // A renewal of the lock waits for a transaction that holds it, and must not keep that from going on.
            if (session is not null || IsOnLock(command))
            {
                return await base.RunAsync(command, session, cancellationToken);
            }

            // One command at a time, so that the state that comes back is one that there was.
            await _gate.WaitAsync(cancellationToken);
            try
            {
                if (NameOf(command) == "update")
                {
                    await LookAsync(command.Body["update"].AsString, cancellationToken);
                }

                return await base.RunAsync(command, session, cancellationToken);
            }
            finally
            {
                _gate.Release();
            }
        }

        private static bool IsOnLock(Command command) => command.Body[NameOf(command)] is { Type: BsonType.String } target && target.AsString == "_migrations.lock";

        private async Task LookAsync(string collection, CancellationToken cancellationToken)
        {
            _saves += collection == "_migrations.ranges" ? 1 : 0;
            if (_saves == from && _kept.Count == 0)
            {
                foreach (var name in Collections)
                {
                    _kept[name] = await database.GetCollection<RawBsonDocument>(name).Find("{}").ToListAsync(cancellationToken);
                }
            }

            if (_saves == to && collection == before && !HasForgotten)
            {
                await ForgetAsync(cancellationToken);
            }
        }

        private async Task ForgetAsync(CancellationToken cancellationToken)
        {
            foreach (var (name, documents) in _kept)
            {
                var collection = database.GetCollection<RawBsonDocument>(name);
                await collection.DeleteManyAsync("{}", cancellationToken);
                await (documents.Count == 0 ? Task.CompletedTask : collection.InsertManyAsync(documents, cancellationToken: cancellationToken));
            }

            HasForgotten = true;
        }
    }

    private sealed class WriteConcerns(ICommandChannel inner) : ChannelDecorator(inner)
    {
        public List<string?> Asked { get; } = [];

        public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
        {
            if (session is null && NameOf(command) is "insert" or "update" or "delete")
            {
                Asked.Add(command.Body.TryGetValue("writeConcern", out var concern) ? concern.ToBsonValue().ToJson() : null);
            }

            return base.RunAsync(command, session, cancellationToken);
        }
    }
}
