namespace Migrations.Analyzers.Tests.Bodies;

public sealed class ForeignHandleTests
{
    private const string Shop = "public static class Shop { public static IMongoDatabase Database { get; set; } = null!; public static readonly IMongoClient Client = null!; public static IMongoCollection<BsonDocument> Orders = null!; public const string Name = \"orders\"; }";

    [TestCase("await Shop.Database.GetCollection<BsonDocument>(\"a\").InsertOneAsync(new BsonDocument());")]
    [TestCase("await Shop.Orders.InsertOneAsync(new BsonDocument());")]
    [TestCase("var names = await Shop.Client.ListDatabaseNamesAsync();")]
    [TestCase("using var session = await context.Database.Client.StartSessionAsync();")]
    [TestCase("using var session = context.Database.Client.StartSession();")]
    public async Task What_is_not_of_the_run_is_a_warning(string statement) => Assert.That(await FindAsync(statement), Is.EqualTo(new[] { "MIG1124" }));

    [TestCase("var others = context.Database.Client.GetDatabase(\"other\").GetCollection<BsonDocument>(Shop.Name); await others.InsertOneAsync(new BsonDocument());")]
    [TestCase("await plain.InsertOneAsync(context.Session!, new BsonDocument());")]
    [TestCase("Shop.Database = context.Database;")]
    [TestCase("await context.GetCollection(Shop.Orders.CollectionNamespace.CollectionName).InsertOneAsync(new BsonDocument());")]
    [TestCase("var repository = new Repository(context.Database); await repository.SaveAsync();")]
    public async Task What_is_of_the_run_is_not(string statement) => Assert.That(await FindAsync(statement), Is.Empty);

    [Test]
    public async Task The_application_may_keep_its_client() => Assert.That(await AnalyzedPlugin.CodesOfAsync(Shop + "public class Reader { public IMongoDatabase Read() => Shop.Database; }"), Is.Empty);

    private static Task<IReadOnlyList<string>> FindAsync(string statement) =>
        AnalyzedPlugin.CodesOfAsync(AnalyzedPlugin.FreeForm(statement) + Shop + "public class Repository(IMongoDatabase database) { public Task SaveAsync() => database.GetCollection<BsonDocument>(\"a\").InsertOneAsync(new BsonDocument()); }");
}
