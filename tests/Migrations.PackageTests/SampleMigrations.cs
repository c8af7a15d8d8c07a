namespace Migrations.PackageTests;

// What a user's project has in it.
internal static class SampleMigrations
{
    public const string AddOne = """
        using Migrations;
        using MongoDB.Bson;
        using MongoDB.Driver;

        namespace Shop.Models;

        [Migration("20260101000001", "Add one", Tree = "models")]
        public sealed class AddOne : CollectionMigration, IReversibleCollection
        {
            public override string Collection => "models";

            public override Task UpAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) =>
                collection.InsertOneAsync(new() { { "_id", 1 } }, cancellationToken: cancellationToken);

            public Task DownAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) =>
                collection.DeleteOneAsync("{}", cancellationToken);
        }
        """;

    // Several minutes of small batches.
    public const string Slow = """
        using Migrations;
        using MongoDB.Bson;
        using MongoDB.Driver;

        namespace Shop.Models;

        [Migration("20260101000001", "Add many", Tree = "models")]
        public sealed class AddMany : CollectionMigration
        {
            public override string Collection => "models";

            public override Task UpAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) =>
                collection.InsertManyAsync(Enumerable.Range(0, 20_000).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }), cancellationToken: cancellationToken);
        }

        public sealed class Model
        {
            public int Id { get; set; }

            [MongoDB.Bson.Serialization.Attributes.BsonElement("count")]
            public int Count { get; set; }
        }

        [Migration("20260101000002", "Count slowly", Tree = "models")]
        public sealed class CountSlowly : DocumentMigration<Model>
        {
            public override string Collection => "models";

            public override void Up(Model document)
            {
                Thread.Sleep(20);
                document.Count++;
            }
        }
        """;
}
