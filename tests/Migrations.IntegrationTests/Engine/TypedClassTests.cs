using Migrations.Engine;
using Migrations.Engine.Kinds;
using Migrations.Engine.Planning;
using MongoDB.Bson;

namespace Migrations.IntegrationTests.Engine;

public sealed class TypedClassTests
{
    [Test]
    public async Task Classes_that_would_lose_a_field_are_refused_before_anything_is_done()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        var engine = EngineOn(fixture, typeof(CloseTags));
        await fixture.Database.GetCollection("goods").InsertOneAsync(BsonDocument.Parse("""{ "_id": 1, "Tags": ["a"] }"""));
        await engine.StampAsync(new() { At = ["base"], IsInitialisation = true }, isDryRun: false, CancellationToken.None);
        var request = new PlanRequest { Tree = "goods" };
        NUnit.Framework.Constraints.Constraint IsRefused() => Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.FaultyClasses).And.Message.Contains("ClosedGoods.Tags");

        Assert.That(() => engine.PlanAsync(request, CancellationToken.None), IsRefused());
        Assert.That(() => engine.DryRunAsync(request, CancellationToken.None), IsRefused());
        Assert.That(() => engine.RehearseAsync(request, CancellationToken.None), IsRefused());
        Assert.That(() => engine.RunAsync(request, fixture.Observer, CancellationToken.None), IsRefused());
        Assert.That(await fixture.ReadAsync("_migrations.applied"), Is.Empty);
        Assert.That((await fixture.ReadAsync("goods")).Single()["Tags"].AsBsonArray, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Elements_that_are_recreated_are_matched_as_the_migration_says()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        var engine = EngineOn(fixture, typeof(SortParts));
        await fixture.Database.GetCollection("goods").InsertOneAsync(BsonDocument.Parse("""{ "_id": 1, "Parts": [{ "Sku": 2, "x": "two" }, { "Sku": 1, "x": "one" }] }"""));
        await engine.StampAsync(new() { At = ["base"], IsInitialisation = true }, isDryRun: false, CancellationToken.None);

        await engine.RunAsync(new PlanRequest { Tree = "goods" }, fixture.Observer, CancellationToken.None);

        Assert.That((await fixture.ReadAsync("goods")).Single()["Parts"], Is.EqualTo(BsonDocument.Parse("""{ "p": [{ "Sku": 1, "x": "one" }, { "Sku": 2, "x": "two" }] }""")["p"]));
    }

    private static MigrationEngine EngineOn(EngineFixture fixture, Type migration) =>
        fixture.NewEngine(catalogue: CatalogueReader.Read("Migrations.TestPlugin", [new RegisteredMigrationAttribute(migration, "c", "Goods.cs", 1)], [new MigrationTreeAttribute("goods")]));

    public sealed class Goods
    {
        public int Id { get; set; }

        public List<string>? Tags { get; set; }
    }

    public sealed class ClosedGoods
    {
        public int Id { get; set; }

        public List<string> Tags { get; } = [];
    }

    public sealed class Assembled
    {
        public int Id { get; set; }

        public List<Part>? Parts { get; set; }
    }

    public sealed class Part
    {
        public int Sku { get; set; }
    }

    [Migration("20260101000001", "Close the tags", Tree = "goods")]
    public sealed class CloseTags : DocumentMigration<Goods, ClosedGoods>
    {
        public override string Collection => "goods";

        public override void Up(Goods input, ClosedGoods output) => output.Tags.AddRange(input.Tags!);
    }

    [Migration("20260101000001", "Sort the parts", Tree = "goods")]
    [MatchElements("Parts", Key = "Sku")]
    public sealed class SortParts : DocumentMigration<Assembled>
    {
        public override string Collection => "goods";

        public override void Up(Assembled document) => document.Parts = [.. document.Parts!.OrderBy(p => p.Sku).Select(p => new Part { Sku = p.Sku })];
    }
}
