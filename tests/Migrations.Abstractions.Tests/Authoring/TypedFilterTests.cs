using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Driver;

namespace Migrations.Abstractions.Tests.Authoring;

public sealed class TypedFilterTests
{
    private static readonly FilterDefinition<Before>[] Filters =
    [
        Builders<Before>.Filter.Eq(b => b.State, OrderState.Paid),
        Builders<Before>.Filter.Where(b => b.State == OrderState.Paid),
        new ExpressionFilterDefinition<Before>(b => b.State == OrderState.Paid),
        new BsonDocument("st", "Paid"),
        "{ st: 'Paid' }",
    ];

    [TestCaseSource(nameof(Filters))]
    public void However_it_is_written_it_is_rendered_as_the_driver_stores_the_class(FilterDefinition<Before> filter) =>
        Assert.That(new Typed(filter).RenderFilter(MigrationDirection.Up), Is.EqualTo(new BsonDocument("st", "Paid")));

    [Test]
    public void The_way_back_has_the_class_of_the_way_back() =>
        Assert.That(new Typed(Filters[0]).RenderFilter(MigrationDirection.Down), Is.EqualTo(new BsonDocument("state", 1)));

    [Test]
    public void Without_one_all_documents_are_meant()
    {
        DocumentMigration[] migrations = [new Unfiltered(), new Emitting(FilterDefinition<Before>.Empty)];

        foreach (var migration in migrations)
        {
            Assert.That((migration.RenderFilter(MigrationDirection.Up), migration.RenderFilter(MigrationDirection.Down)), Is.EqualTo((new BsonDocument(), new BsonDocument())));
        }
    }

    [Test]
    public void A_migration_that_emits_has_the_class_that_it_reads() =>
        Assert.That(new Emitting(Filters[1]).RenderFilter(MigrationDirection.Up), Is.EqualTo(new BsonDocument("st", "Paid")));

    public enum OrderState
    {
        Open,
        Paid,
    }

    public sealed class Before
    {
        [BsonElement("st")]
        [BsonRepresentation(BsonType.String)]
        public OrderState State { get; set; }
    }

    public sealed class After
    {
        [BsonElement("state")]
        public OrderState State { get; set; }
    }

    private sealed class Typed(FilterDefinition<Before> filter) : DocumentMigration<Before, After>
    {
        public override string Collection => "orders";

        public override FilterDefinition<Before> Filter => filter;

        public override FilterDefinition<After> DownFilter => Builders<After>.Filter.Eq(a => a.State, OrderState.Paid);

        public override void Up(Before input, After output)
        {
            // What both declare is copied.
        }
    }

    private sealed class Unfiltered : DocumentMigration<Before>
    {
        public override string Collection => "orders";

        public override void Up(Before document) => document.State = OrderState.Open;
    }

    private sealed class Emitting(FilterDefinition<Before> filter) : EmitMigration<Before>
    {
        public override string Collection => "orders";

        public override string Target => "bills";

        public override FilterDefinition<Before> Filter => filter;

        public override void Up(Before source, DocumentEmitter emit) => emit.DeleteSource();
    }
}
