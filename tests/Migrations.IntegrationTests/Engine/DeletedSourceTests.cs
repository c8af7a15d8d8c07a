using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

// A run that moves documents dies, and the application deletes documents that it was moving before anybody continues.
public sealed class DeletedSourceTests
{
    private const int Orders = 6;
    private const int Lines = 3;

    [Test]
    public async Task Wherever_it_dies_no_part_of_a_deleted_document_is_left([Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode next)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var (isDead, torn, request) = (true, 0, new PlanRequest { Tree = "scatter", To = "20260101000001" });
        for (var point = 8; isDead; point++)
        {
            await FillAsync(fixture);
            var dying = new DyingChannel(fixture.Channel, point, tears: true);
            await DieAsync(fixture, request, dying);
            isDead = dying.IsDead;
            torn += (await LinesOfAsync(fixture)).Any(n => n is > 0 and < Lines) ? 1 : 0;
            await fixture.Database.GetCollection("orders").DeleteManyAsync("""{ "_id": { "$lt": 3 } }""");

            await fixture.EngineWith(new RunSettings { Transaction = next, BatchSize = 4 }).RunAsync(request, fixture.Observer, CancellationToken.None);

            var lines = await LinesOfAsync(fixture);
            Assert.That(lines, Has.All.AnyOf(0, Lines), $"died at {point}");
            Assert.That(lines.Skip(3), Has.All.EqualTo(Lines), $"died at {point}");
            await fixture.StampAsync(new StampRequest { At = ["scatter@base"], IsForced = true });
        }

        Assert.That(torn, Is.GreaterThan(0), "It never died between the parts of a document.");
    }

    private static async Task<IReadOnlyList<int>> LinesOfAsync(EngineFixture fixture)
    {
        var lines = await fixture.ReadAsync("lines");
        return [.. Enumerable.Range(0, Orders).Select(order => lines.Count(l => l["order"].AsInt32 == order))];
    }

    private static async Task FillAsync(EngineFixture fixture)
    {
        await fixture.Database.DropCollectionAsync("lines");
        await fixture.Database.GetCollection("orders").DeleteManyAsync("{}");
        await fixture.Database.GetCollection("orders").InsertManyAsync(Enumerable.Range(0, Orders).Select(i => new BsonDocument { { "_id", i }, { "lines", new BsonArray(Enumerable.Range(0, Lines)) } }));
    }

    private static async Task DieAsync(EngineFixture fixture, PlanRequest request, DyingChannel dying)
    {
        try
        {
            await fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Never, BatchSize = 3, Workers = 1 }, channel: dying).RunAsync(request, fixture.Observer, CancellationToken.None);
        }
        catch (MigrationException) when (dying.IsDead)
        {
        }

        await fixture.NewEngine().UnlockAsync(CancellationToken.None);
    }
}
