using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Guarding;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

public sealed class BusyWriterTests
{
    private const int Documents = 3_000;

    [Test]
    public async Task An_application_that_writes_all_the_time_loses_nothing_and_finds_everything_migrated_once(
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction,
        [Values(1, 4)] int workers)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        using var writer = new BusyWriter(fixture.Database, Documents);
        await writer.FillAsync();
        var channel = new CountingPasses(fixture.Channel, writer);

        var run = fixture.EngineWith(new RunSettings { Transaction = transaction, BatchSize = 50, Workers = workers }, channel: channel).RunAsync(new PlanRequest { Tree = "marked" }, fixture.Observer, CancellationToken.None);
        await writer.RunUntilAsync(run);
        await run;

        var found = await fixture.ReadAsync("counters");
        await TestContext.Out.WriteLineAsync($"{writer.Writes[0]} updates, {writer.Writes[1]} replacements, {writer.Writes[2]} deletions, {writer.Writes[3]} insertions");
        Assert.That(writer.Writes, Has.All.GreaterThan(0));
        Assert.That(found.Select(d => (d["_id"].ToInt32(), d["hits"].ToInt32(), d["count"].ToInt32())), Is.EqualTo(writer.Expected));
        Assert.That(found.Select(d => d["done"].AsBoolean), Has.All.True);
        Assert.That(fixture.Observer.Actions, Has.Some.StartsWith("Catch up "));
    }

    // The first count is that of the whole collection, the second asks whether anything is left to be caught up, and the fourth asks again.
    private sealed class CountingPasses(ICommandChannel inner, BusyWriter writer) : ChannelDecorator(inner)
    {
        private int _counts;

        public override async ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
        {
            if (NameOf(command) == "count")
            {
                _counts++;
                await (_counts == 2 ? writer.InsertBehindAsync() : _counts == 4 ? writer.WriteNewShapeAsync() : Task.CompletedTask);
            }

            return await base.RunAsync(command, session, cancellationToken);
        }
    }
}
