using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.IntegrationTests.Enlisting;

public sealed class TransactionTests
{
    [Test]
    public async Task Every_kind_of_call_runs_in_the_steps_transaction_and_nothing_remains_when_it_is_aborted()
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        var before = await fixture.SnapshotAsync();
        var faults = new List<string>();
        var count = 0;

        foreach (var (name, run) in EnlistedCalls.InTransaction)
        {
            count++;
            fixture.TakeSent();
            await run(fixture);
            var sent = fixture.TakeSent();
            if (sent.Count == 0 || sent.Any(s => !s.IsInTransaction))
            {
                faults.Add($"{name}: {string.Join(", ", sent.Select(s => $"{s.Name} {(s.IsInTransaction ? "inside" : "outside")}"))}");
            }
        }

        await fixture.AbortAsync();

        Assert.That(faults, Is.Empty);
        Assert.That(count, Is.GreaterThanOrEqualTo(54));
        Assert.That(await fixture.SnapshotAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task What_was_committed_remains()
    {
        await using var fixture = await EnlistedFixture.CreateAsync();

        await fixture.A.InsertOneAsync(EnlistedCalls.Id(100));
        var seenOutside = await fixture.Plain.GetCollection<BsonDocument>("a").CountDocumentsAsync("{ _id: 100 }");
        await fixture.CommitAsync();

        Assert.That(seenOutside, Is.Zero);
        Assert.That(await fixture.Plain.GetCollection<BsonDocument>("a").CountDocumentsAsync("{ _id: 100 }"), Is.EqualTo(1));
    }

    [Test]
    public async Task Repositories_of_an_application_take_part_without_knowing()
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        var before = await fixture.SnapshotAsync();
        var repository = new OrderRepository(fixture.Database);
        var service = new OrderService(fixture.Database.GetCollection<Order>("orders"));

        await repository.AddAsync(new Order(1, "Ada", 10.5m));
        await repository.AddAsync(new Order(2, "Ada", 20m));
        await repository.RaiseAsync("Ada", 1m);
        var found = await repository.FindAsync(1);
        var sum = await repository.SumAsync("Ada");
        var closed = await service.CloseAsync(2);
        var sent = fixture.TakeSent();
        await fixture.AbortAsync();

        Assert.That((found.Total, sum, closed), Is.EqualTo((11.5m, 32.5m, true)));
        Assert.That(sent.Select(s => s.IsInTransaction), Is.All.True);
        Assert.That(await fixture.SnapshotAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Without_a_transaction_calls_go_their_usual_way()
    {
        await using var fixture = await EnlistedFixture.CreateAsync(usesTransaction: false);

        await fixture.A.InsertOneAsync(EnlistedCalls.Id(100));
        await fixture.A.Aggregate().Match("{ _id: 100 }").Merge(fixture.Database.GetCollection<BsonDocument>("b")).ToListAsync();

        Assert.That(await fixture.Plain.GetCollection<BsonDocument>("b").CountDocumentsAsync("{ _id: 100 }"), Is.EqualTo(1));
        Assert.That(fixture.Enlistment.Tally.Collections, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(fixture.TakeSent().Select(s => s.IsInTransaction), Is.All.False);
    }

    [Test]
    public async Task What_no_transaction_holds_is_read_outside()
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        await fixture.A.InsertOneAsync(EnlistedCalls.Id(100));
        fixture.TakeSent();

        var indexes = await (await fixture.A.Indexes.ListAsync()).ToListAsync();
        var named = await (await fixture.A.Indexes.ListAsync(fixture.Enlistment.AuthorSession, new ListIndexesOptions())).ToListAsync();
        var estimate = await fixture.A.EstimatedDocumentCountAsync();
        var databases = await (await fixture.Database.Client.ListDatabaseNamesAsync()).ToListAsync();
        var ping = await fixture.Database.RunCommandAsync<BsonDocument>("{ ping: 1 }");
        var sent = fixture.TakeSent();

        Assert.That((indexes.Count, named.Count, estimate, ping["ok"].ToInt32()), Is.EqualTo((1, 1, 10L, 1)));
        Assert.That(databases, Does.Contain(fixture.Plain.DatabaseNamespace.DatabaseName));
        Assert.That(sent.Select(s => s.IsInTransaction), Is.All.False);
    }
}
