namespace Migrations.Analyzers.Tests.Bodies;

public sealed class UnawaitedTests
{
    [TestCase("_ = plain.InsertOneAsync(new BsonDocument());")]
    [TestCase("var task = plain.InsertOneAsync(new BsonDocument());")]
    [TestCase("Action later = () => { plain.InsertOneAsync(new BsonDocument()); }; later();")]
    public async Task A_task_that_is_thrown_away_in_an_async_body(string statement) => Assert.That(await FindAsync(statement), Is.EqualTo(new[] { "MIG1126" }));

    [TestCase("context.GetCollection(\"a\").InsertOneAsync(new BsonDocument()); return Task.CompletedTask;")]
    [TestCase("context.GetCollection(\"a\").InsertOneAsync(new BsonDocument()); return context.GetCollection(\"b\").InsertOneAsync(new BsonDocument());")]
    public async Task A_task_that_is_thrown_away_in_a_body_that_is_not_async(string statements) => Assert.That(await AnalyzedPlugin.CodesOfAsync(NotAsync(statements)), Is.EqualTo(new[] { "MIG1126" }));

    [TestCase("await plain.InsertOneAsync(new BsonDocument());")]
    [TestCase("var first = plain.InsertOneAsync(new BsonDocument()); var second = plain.InsertOneAsync(new BsonDocument()); await Task.WhenAll(first, second);")]
    [TestCase("var tasks = new List<Task>(); tasks.Add(plain.InsertOneAsync(new BsonDocument())); await Task.WhenAll(tasks);")]
    [TestCase("_ = await plain.CountDocumentsAsync(\"{}\");")]
    [TestCase("using var cursor = await plain.FindAsync(\"{}\"); while (await cursor.MoveNextAsync()) { context.Report($\"{cursor.Current.Count()}\"); }")]
    [TestCase("Func<Task> later = () => plain.InsertOneAsync(new BsonDocument()); await later();")]
    [TestCase("await Task.WhenAll(new[] { 1, 2 }.Select(i => plain.InsertOneAsync(new BsonDocument(\"_id\", i))));")]
    public async Task What_is_awaited_somewhere_is_fine(string statement) => Assert.That(await FindAsync(statement), Is.Empty);

    [TestCase("return context.GetCollection(\"a\").InsertOneAsync(new BsonDocument());")]
    [TestCase("var task = context.GetCollection(\"a\").InsertOneAsync(new BsonDocument()); return task;")]
    public async Task A_task_that_is_returned_is_fine(string statements) => Assert.That(await AnalyzedPlugin.CodesOfAsync(NotAsync(statements)), Is.Empty);

    private static Task<IReadOnlyList<string>> FindAsync(string statement) => AnalyzedPlugin.CodesOfAsync(AnalyzedPlugin.FreeForm(statement));

    private static string NotAsync(string statements) => $$"""
        public class Body : Migration { public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) { {{statements}} } }
        """;
}
