namespace Migrations.Analyzers.Tests.Definitions;

public sealed class ConvergenceTests
{
    [TestCase("await plain.UpdateManyAsync(\"{ vip: { $exists: true } }\", \"{ $inc: { points: 10 } }\");")]
    [TestCase("await plain.UpdateManyAsync(Builders<BsonDocument>.Filter.Exists(\"vip\"), Builders<BsonDocument>.Update.Inc(\"points\", 10));")]
    [TestCase("await plain.UpdateManyAsync(Builders<BsonDocument>.Filter.Exists(\"vip\") & Builders<BsonDocument>.Filter.Exists(\"gone\", false), Builders<BsonDocument>.Update.Set(\"a\", 1).Push(\"marks\", 10));")]
    [TestCase("await orders.UpdateManyAsync(Builders<Order>.Filter.Exists(o => o.Customer), Builders<Order>.Update.Mul(o => o.Total, 2));")]
    [TestCase("await plain.UpdateManyAsync(new BsonDocument(\"vip\", new BsonDocument(\"$exists\", true)), \"{ $push: { marks: 1 } }\");")]
    public async Task An_update_that_adds_and_leaves_its_filter_true(string statement) => Assert.That(await FindAsync(statement), Is.EqualTo(new[] { "MIG1128" }));

    [TestCase("await plain.UpdateManyAsync(\"{ vip: { $exists: true } }\", \"{ $set: { points: 10 } }\");")]
    [TestCase("await plain.UpdateManyAsync(\"{ counted: { $exists: false } }\", \"{ $inc: { points: 10 }, $set: { counted: true } }\");")]
    [TestCase("await plain.UpdateManyAsync(\"{ points: { $exists: false } }\", \"{ $inc: { points: 10 } }\");")]
    [TestCase("await plain.UpdateManyAsync(\"{ old: { $exists: true } }\", \"{ $inc: { points: 10 }, $rename: { old: 'new' } }\");")]
    [TestCase("await plain.UpdateManyAsync(\"{ 'new': { $exists: false } }\", \"{ $inc: { points: 10 }, $rename: { old: 'new' } }\");")]
    [TestCase("await plain.UpdateManyAsync(\"{ address: { $exists: true } }\", \"{ $inc: { 'address.moves': 1 } }\");")]
    [TestCase("await plain.UpdateManyAsync(\"{ points: { $lt: 10 } }\", \"{ $inc: { points: 10 } }\");")]
    [TestCase("await plain.UpdateManyAsync(\"{}\", \"{ $inc: { points: 10 } }\");")]
    [TestCase("var field = context.RequireOption(\"field\"); await plain.UpdateManyAsync(Builders<BsonDocument>.Filter.Exists(field), \"{ $inc: { points: 10 } }\");")]
    [TestCase("var update = Builders<BsonDocument>.Update.Inc(\"points\", 1); update = update.Unset(\"vip\"); await plain.UpdateManyAsync(\"{ vip: { $exists: true } }\", update);")]
    [TestCase("await orders.UpdateManyAsync(Builders<Order>.Filter.Exists(o => o.Total), Builders<Order>.Update.Mul(\"tot\", 2));")]
    public async Task An_update_that_can_be_repeated_or_not_be_told(string statement) => Assert.That(await FindAsync(statement), Is.Empty);

    [TestCase("{ counted: { $exists: false } }", "{ $inc: { points: 1 } }", true)]
    [TestCase("{ counted: { $exists: false } }", "{ $inc: { points: 1 }, $set: { counted: true } }", false)]
    [TestCase("{ counted: { $exists: false } }", "[{ $set: { counted: true } }]", false)]
    public async Task A_pipeline_migration_is_read_as_well(string filter, string update, bool isFound) => Assert.That(
        await AnalyzedPlugin.CodesOfAsync($$"""
            public class Body : PipelineMigration
            {
                public override string Collection => "orders";
                public override FilterDefinition<BsonDocument> Filter => "{{filter}}";
                public override UpdateDefinition<BsonDocument> Update => {{(update[0] == '[' ? "Builders<BsonDocument>.Update.Pipeline(new BsonDocument[] { new(\"$set\", new BsonDocument(\"counted\", true)) })" : $"\"{update}\"")}};
            }
            """),
        isFound ? Is.EqualTo(new[] { "MIG1128" }) : Is.Empty);

    private static Task<IReadOnlyList<string>> FindAsync(string statement) => AnalyzedPlugin.CodesOfAsync(AnalyzedPlugin.FreeForm(statement));
}
