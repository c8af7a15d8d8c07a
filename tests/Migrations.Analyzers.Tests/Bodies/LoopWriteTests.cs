namespace Migrations.Analyzers.Tests.Bodies;

public sealed class LoopWriteTests
{
    private const string Update = "await plain.UpdateOneAsync(new BsonDocument(\"_id\", order[\"_id\"]), Builders<BsonDocument>.Update.Set(\"done\", true));";

    [TestCase("foreach (var order in await plain.Find(\"{ open: true }\").ToListAsync()) { " + Update + " }")]
    [TestCase("var open = await plain.Find(\"{ open: true }\").ToListAsync(); foreach (var order in open) { " + Update + " }")]
    [TestCase("foreach (var order in plain.Find(\"{ open: true }\").ToEnumerable()) { if (order.Contains(\"a\")) { " + Update + " } }")]
    [TestCase("using var cursor = await plain.FindAsync(\"{ open: true }\"); while (await cursor.MoveNextAsync()) { foreach (var order in cursor.Current) { " + Update + " } }")]
    [TestCase("await plain.Find(\"{ open: true }\").ForEachAsync(async order => { " + Update + " });")]
    [TestCase("foreach (var order in await plain.Find(\"{ open: true }\").ToListAsync()) { await context.GetCollection(\"copies\").InsertOneAsync(order); }")]
    public async Task A_command_for_each_document_is_pointed_out(string statements) => Assert.That(await FindAsync(statements), Is.EqualTo(new[] { "MIG1127" }));

    [TestCase("foreach (var name in new[] { \"a\", \"b\" }) { await plain.UpdateOneAsync(new BsonDocument(\"_id\", name), \"{ $set: { done: true } }\"); }")]
    [TestCase("foreach (var order in await plain.Find(\"{ open: true }\").Limit(10).ToListAsync()) { " + Update + " }")]
    [TestCase("foreach (var order in await plain.Aggregate().Group(\"{ _id: '$customer' }\").ToListAsync()) { " + Update + " }")]
    [TestCase("foreach (var order in await plain.Find(\"{ open: true }\").ToListAsync()) { context.Report(order[\"_id\"].ToString()!); }")]
    [TestCase("var writes = new List<WriteModel<BsonDocument>>(); foreach (var order in await plain.Find(\"{ open: true }\").ToListAsync()) { writes.Add(new DeleteOneModel<BsonDocument>(new BsonDocument(\"_id\", order[\"_id\"]))); } await plain.BulkWriteAsync(writes);")]
    [TestCase("var order = await plain.Find(\"{ open: true }\").FirstAsync(); " + Update)]
    public async Task A_few_commands_and_bulk_writes_are_not(string statements) => Assert.That(await FindAsync(statements), Is.Empty);

    private static Task<IReadOnlyList<string>> FindAsync(string statements) => AnalyzedPlugin.CodesOfAsync(AnalyzedPlugin.FreeForm(statements));
}
