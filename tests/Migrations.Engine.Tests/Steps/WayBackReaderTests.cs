using Migrations.Engine.Kinds;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Tests.Steps;

public sealed class WayBackReaderTests
{
    [TestCase(typeof(UpdateFails))]
    [TestCase(typeof(FilterFails))]
    public void A_way_back_that_cannot_be_read_costs_neither_validator_nor_types(Type migration)
    {
        var way = WayBackReader.Of(Step(migration))!;

        Assert.That((way.Collection, way.Update, way.IsComplete), Is.EqualTo(("shops", (object?)null, false)));
        Assert.That(way.Validator, Is.EqualTo(new BsonDocument("kind", "shop")));
        Assert.That(way.Types, Is.EqualTo(new[] { KeyValuePair.Create("Shop.Old.*", (string?)"Shop.New") }));
    }

    [TestCase(typeof(ConstructorFails))]
    [TestCase(typeof(CollectionFails))]
    public void Nothing_is_stored_where_the_way_up_fails_as_well(Type migration) => Assert.That(WayBackReader.Of(Step(migration)), Is.Null);

    [Test]
    public void One_that_can_is_stored_with_its_filter()
    {
        var way = WayBackReader.Of(Step(typeof(Works)))!;

        Assert.That((way.IsComplete, way.Filter), Is.EqualTo((true, new BsonDocument("v", 2))));
    }

    private static PlannedStep Step(Type migration) => new() { Migration = CatalogueReader.Read("test", [new RegisteredMigrationAttribute(migration, "c", "m.cs", 1)]).Migrations.Single() };

    public abstract class Shops : PipelineMigration, IReversiblePipeline
    {
        public override string Collection => "shops";

        public override FilterDefinition<BsonDocument> Filter => new BsonDocument("v", 1);

        public override FilterDefinition<BsonDocument> DownFilter => new BsonDocument("v", 2);

        public override FilterDefinition<BsonDocument> Validator => new BsonDocument("kind", "shop");

        public override UpdateDefinition<BsonDocument> Update => new BsonDocument("$set", new BsonDocument("v", 2));

        public virtual UpdateDefinition<BsonDocument> DownUpdate => new BsonDocument("$set", new BsonDocument("v", 1));

        public override void Setup(TypeMap types) => types.MoveNamespace("Shop.Old", "Shop.New");
    }

    [Migration("20260101000004", "The constructor fails", Tree = "shops")]
    public sealed class ConstructorFails : Shops
    {
        public ConstructorFails() => throw new InvalidOperationException("no");
    }

    [Migration("20260101000005", "The collection fails", Tree = "shops")]
    public sealed class CollectionFails : Shops
    {
        public override string Collection => throw new InvalidOperationException("no");
    }

    [Migration("20260101000001", "The update fails", Tree = "shops")]
    public sealed class UpdateFails : Shops
    {
        public override UpdateDefinition<BsonDocument> DownUpdate => throw new InvalidOperationException("no");
    }

    [Migration("20260101000002", "The filter fails", Tree = "shops")]
    public sealed class FilterFails : Shops
    {
        public override FilterDefinition<BsonDocument> DownFilter => throw new InvalidOperationException("no");
    }

    [Migration("20260101000003", "Both work", Tree = "shops")]
    public sealed class Works : Shops;
}
