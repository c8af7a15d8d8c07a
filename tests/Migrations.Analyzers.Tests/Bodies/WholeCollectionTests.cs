namespace Migrations.Analyzers.Tests.Bodies;

public sealed class WholeCollectionTests
{
    [TestCase("var all = await orders.Find(_ => true).ToListAsync();")]
    [TestCase("var all = await orders.Find(FilterDefinition<Order>.Empty).ToListAsync();")]
    [TestCase("var all = orders.Find(Builders<Order>.Filter.Empty).Project(o => o.Customer).ToList();")]
    [TestCase("var all = await plain.Find(\"{}\").Sort(\"{ _id: 1 }\").ToListAsync();")]
    [TestCase("var all = await plain.Find(new BsonDocument()).ToListAsync();")]
    [TestCase("var every = new BsonDocument(); var all = await plain.Find(every).ToListAsync();")]
    [TestCase("var all = orders.AsQueryable().ToList();")]
    [TestCase("var all = plain.Find(\"{}\").ToEnumerable().ToArray();")]
    public async Task A_list_of_all_documents_is_pointed_out(string statement) => Assert.That(await FindAsync(statement), Is.EqualTo(new[] { "MIG1131" }));

    [TestCase("var some = await orders.Find(o => o.Total > 3).ToListAsync();")]
    [TestCase("var some = await orders.Find(_ => true).Limit(100).ToListAsync();")]
    [TestCase("var some = await plain.Find(\"{ open: true }\").ToListAsync();")]
    [TestCase("var filter = new BsonDocument(); filter[\"a\"] = 1; var some = await plain.Find(filter.Add(\"b\", 2)).ToListAsync();")]
    [TestCase("var customers = await (await orders.DistinctAsync(o => o.Customer, _ => true)).ToListAsync();")]
    [TestCase("var some = orders.AsQueryable().Where(o => o.Total > 3).ToList();")]
    [TestCase("var groups = await plain.Aggregate().Group(\"{ _id: '$customer' }\").ToListAsync();")]
    [TestCase("await plain.Find(\"{}\").ForEachAsync(order => context.Report(order[\"_id\"].ToString()!));")]
    [TestCase("using var cursor = await plain.FindAsync(\"{}\"); while (await cursor.MoveNextAsync()) { var batch = cursor.Current.ToList(); }")]
    public async Task What_is_asked_for_or_read_in_batches_is_not(string statement) => Assert.That(await FindAsync(statement), Is.Empty);

    private static Task<IReadOnlyList<string>> FindAsync(string statement) => AnalyzedPlugin.CodesOfAsync(AnalyzedPlugin.FreeForm(statement));
}
