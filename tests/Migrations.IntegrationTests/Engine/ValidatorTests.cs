using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine.Planning;

namespace Migrations.IntegrationTests.Engine;

// The rule that a migration leaves behind: the server refuses the old shape.
public sealed class ValidatorTests
{
    private const string Kind = """{ "kind" : { "$type" : "string" } }""";
    private const string Named = """{ "$jsonSchema" : { "required" : ["kind"], "properties" : { "kind" : { "bsonType" : "object" } } } }""";
    private const string None = "{ }";
    private const string Theirs = """{ "name" : { "$ne" : "forbidden" } }""";

    [Test]
    public async Task The_rule_follows_the_shape_up_and_down([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 20);
        var rules = new List<string>();

        foreach (var distance in (int[])[1, 1, -1, -1])
        {
            var request = new PlanRequest { Tree = "validated", Distance = 1, Direction = distance > 0 ? MigrationDirection.Up : MigrationDirection.Down };
            await fixture.NewEngine(transaction, 5).RunAsync(request, fixture.Observer, CancellationToken.None);
            rules.Add(await RuleAsync(fixture));
        }

        Assert.That(rules, Is.EqualTo(new[] { Kind, Named, Kind, None }));
        Assert.That((await fixture.ReadAsync("shops")).Select(d => d.ToJson()), Is.EqualTo(Enumerable.Range(0, 20).Select(i => new BsonDocument { { "_id", i }, { "name", $"shop {i}" } }.ToJson())));
    }

    [Test]
    public async Task The_server_refuses_the_old_shape_afterwards()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 3);
        await fixture.MigrateAsync("validated");

        await Assert.ThatAsync(() => fixture.Database.GetCollection("shops").InsertOneAsync(new() { { "_id", 100 }, { "kind", "old" } }), Throws.TypeOf<MongoWriteException>());
        await Assert.ThatAsync(() => fixture.Database.GetCollection("shops").InsertOneAsync(new() { { "_id", 101 }, { "kind", new BsonDocument("name", "new") } }), Throws.Nothing);
    }

    [Test]
    public async Task A_dry_run_and_a_rehearsal_pass_over_the_rule_that_the_run_relaxes()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 20);
        await fixture.NewEngine().RunAsync(new PlanRequest { Tree = "validated", Distance = 1 }, fixture.Observer, CancellationToken.None);

        var second = await fixture.NewEngine().DryRunAsync(new PlanRequest { Tree = "validated" }, CancellationToken.None);
        var back = await fixture.NewEngine().DryRunAsync(new PlanRequest { Tree = "validated", Direction = MigrationDirection.Down, To = "base" }, CancellationToken.None);
        var rehearsed = await fixture.NewEngine().RehearseAsync(new PlanRequest { Tree = "validated" }, CancellationToken.None);

        Assert.That((second.Steps.Single().Counts.Modified, back.Steps.Single().Counts.Modified, rehearsed.HasDifferences), Is.EqualTo((20L, 20L, false)));
        Assert.That(await RuleAsync(fixture), Is.EqualTo(Kind));
        Assert.That((await fixture.ReadAsync("shops")).Select(d => d["kind"]), Has.All.EqualTo((BsonValue)"shop"));
    }

    [Test]
    public async Task Rules_of_others_stay()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 3);
        await fixture.Database.SetValidatorAsync("shops", Theirs);
        var rules = new List<string>();

        await fixture.NewEngine().RunAsync(new PlanRequest { Tree = "validated", Distance = 1 }, fixture.Observer, CancellationToken.None);
        rules.Add(await RuleAsync(fixture));
        await fixture.MigrateAsync("validated");
        rules.Add(await RuleAsync(fixture));
        await fixture.RollBackAsync("validated");
        rules.Add(await RuleAsync(fixture));

        Assert.That(rules, Is.EqualTo(new[] { $$"""{ "$and" : [{{Theirs}}, {{Kind}}] }""", $$"""{ "$and" : [{{Theirs}}, {{Named}}] }""", Theirs }));
    }

    [Test]
    public async Task Documents_that_break_the_rule_keep_it_from_being_set()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 3);
        await fixture.Database.GetCollection("shops").InsertOneAsync(new() { { "_id", "closed" }, { "closed", true } });
        var first = new PlanRequest { Tree = "validated", Distance = 1 };

        Assert.That(
            () => fixture.RunAsync(first),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.ValidatorUnfulfilled).And.Message.Contains("1 document(s)").And.Message.Contains("""{ "_id" : "closed" }"""));
        var refused = await RuleAsync(fixture);
        await fixture.Database.GetCollection("shops").UpdateOneAsync("""{ "_id": "closed" }""", """{ "$set": { "kind": "none" } }""");
        await fixture.RunAsync(first);

        Assert.That((refused, await RuleAsync(fixture)), Is.EqualTo((None, Kind)));
        Assert.That((await fixture.NewEngine().GetStatusAsync(CancellationToken.None)).Trees.Single(t => t.Name == "validated").Head, Is.EqualTo("20260101000001"));
    }

    [Test]
    public async Task Nobody_slips_in_between_the_last_look_and_the_rule([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 200);
        using var stop = new CancellationTokenSource();
        var writes = WriteUntilRefusedAsync(fixture.Database, stop.Token);

        await fixture.NewEngine(transaction, 20).RunAsync(new PlanRequest { Tree = "validated", Distance = 1 }, fixture.Observer, CancellationToken.None);
        await stop.CancelAsync();
        var accepted = await writes;

        var shops = await fixture.ReadAsync("shops");
        Assert.That(shops.Select(d => d["kind"]), Has.All.EqualTo((BsonValue)"shop"));
        Assert.That(shops, Has.Count.EqualTo(200 + accepted));
    }

    private static async Task<int> WriteUntilRefusedAsync(IMongoDatabase database, CancellationToken stopped)
    {
        for (var accepted = 0; ; accepted++)
        {
            try
            {
                await database.GetCollection("shops").InsertOneAsync(new() { { "_id", 1000 + accepted } }, cancellationToken: CancellationToken.None);
            }
            catch (MongoWriteException)
            {
                return accepted;
            }

            if (stopped.IsCancellationRequested)
            {
                return accepted + 1;
            }
        }
    }

    private static Task InsertAsync(EngineFixture fixture, int count) =>
        fixture.Database.GetCollection("shops").InsertManyAsync(Enumerable.Range(0, count).Select(i => new BsonDocument { { "_id", i }, { "name", $"shop {i}" } }));

    private static async Task<string> RuleAsync(EngineFixture fixture)
    {
        var reply = await fixture.Database.RunCommandAsync("""{ "listCollections": 1, "filter": { "name": "shops" } }""");
        var found = reply["cursor"].AsBsonDocument["firstBatch"].AsBsonArray.Single().AsBsonDocument;
        return found["options"].AsBsonDocument.TryGetValue("validator", out var rule) ? rule.AsBsonDocument.ToJson() : None;
    }
}
