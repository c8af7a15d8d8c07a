using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Guarding;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

// An application that goes on writing the old shape.
public sealed class CatchUpTests
{
    [Test]
    public async Task Documents_that_are_left_at_last_are_an_error(
        [Values("convergent", "pipeline")] string tree,
        [Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode mode)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var counters = fixture.Database.GetCollection("counters");
        await counters.InsertManyAsync(Enumerable.Range(0, 50).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        var settings = new RunSettings { Transaction = mode, BatchSize = 10, Workers = 2 };
        var writer = new RestlessWriter(fixture.Channel, () => counters.ReplaceOneAsync("""{ "_id": 7 }""", new BsonDocument { { "_id", 7 }, { "count", 0 } }));

        Assert.That(
            async () => await fixture.EngineWith(settings, channel: writer).RunAsync(new PlanRequest { Tree = tree }, fixture.Observer, CancellationToken.None),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.OldShapeLeft).And.Message.Contains("1 document(s)"));
        var applied = (await fixture.NewEngine().GetStatusAsync(CancellationToken.None)).Trees.Single(t => t.Name == tree).Head;
        await fixture.EngineWith(settings).RunAsync(new PlanRequest { Tree = tree }, fixture.Observer, CancellationToken.None);

        Assert.That(applied, Is.Null);
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.All.EqualTo(1));
    }

    // Before anybody looks whether something is left.
    private sealed class RestlessWriter(ICommandChannel inner, Func<Task> write) : ChannelDecorator(inner)
    {
        public override async ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
        {
            if (NameOf(command) == "count")
            {
                await write();
            }

            return await base.RunAsync(command, session, cancellationToken);
        }
    }
}
