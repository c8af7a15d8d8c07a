using Migrations.Analyzers.Tests.Registry;

namespace Migrations.Analyzers.Tests.Destruction;

public sealed class DestructionTests
{
    private const string Down = "public Task DownAsync(MigrationContext context, CancellationToken cancellationToken) => ";

    [TestCase("await context.Database.DropCollectionAsync(\"carts\");", "drops 'carts'")]
    [TestCase("context.Database.DropCollection(context.RequireOption(\"name\"));", "drops a collection")]
    [TestCase("await context.Database.Client.DropDatabaseAsync(\"old\");", "drops a database")]
    [TestCase("await context.Database.RenameCollectionAsync(\"made\", \"carts\", new RenameCollectionOptions { DropTarget = true });", "replaces 'carts'")]
    [TestCase("await plain.DeleteManyAsync(\"{}\");", "deletes all documents of a collection")]
    [TestCase("await orders.DeleteManyAsync(_ => true);", "deletes all documents of a collection")]
    [TestCase("var all = Builders<Order>.Filter.Empty; await orders.DeleteManyAsync(all);", "deletes all documents of a collection")]
    [TestCase("await plain.Indexes.DropAllAsync();", "drops all indexes of a collection")]
    [TestCase("await context.Database.RunCommandAsync<BsonDocument>(\"{ drop: 'carts' }\");", "drops 'carts'")]
    [TestCase("await context.Database.RunCommandAsync<BsonDocument>(new BsonDocument { { \"drop\", \"carts\" }, { \"comment\", 1 } });", "drops 'carts'")]
    [TestCase("await context.Database.RunCommandAsync(new JsonCommand<BsonDocument>(\"{ dropIndexes: 'carts', index: '*' }\"));", "drops all indexes of a collection")]
    [TestCase("await context.Database.RunCommandAsync<BsonDocument>(\"{ delete: 'carts', deletes: [{ q: {}, limit: 0 }] }\");", "deletes all documents of a collection")]
    [TestCase("await orders.Aggregate().OutAsync(\"carts\");", "replaces a collection with $out")]
    [TestCase("await plain.AggregateAsync<BsonDocument>(new BsonDocument[] { new(\"$match\", new BsonDocument()), new(\"$out\", \"carts\") });", "replaces a collection with $out")]
    public async Task What_destroys_data_needs_a_reason_and_is_in_the_registry(string statement, string what)
    {
        var body = AnalyzedPlugin.FreeForm(statement);

        Assert.That(await AnalyzedPlugin.CodesOfAsync(body), Is.EqualTo(new[] { "MIG1130" }));
        Assert.That(await AnalyzedPlugin.CodesOfAsync(body.Replace("public class Body", "[Destructive(\"The carts are kept elsewhere.\")] public class Body", StringComparison.Ordinal)), Is.Empty);
        Assert.That(RegistryOf(body), Does.Contain($"Destroys = \"{what}\""));
    }

    [TestCase("await plain.DeleteManyAsync(\"{ old: true }\");")]
    [TestCase("await orders.DeleteManyAsync(o => o.Total == 0);")]
    [TestCase("var filter = new BsonDocument(); filter.Add(\"a\", 1); await plain.DeleteManyAsync(filter.Add(\"b\", 2));")]
    [TestCase("var filter = new BsonDocument(); filter.Add(\"old\", true); await plain.DeleteManyAsync(filter);")]
    [TestCase("var filter = new BsonDocument(); filter[\"old\"] = true; await plain.DeleteManyAsync(filter);")]
    [TestCase("var filter = new BsonDocument(); Narrow(filter); await plain.DeleteManyAsync(filter); static void Narrow(BsonDocument filter) => filter.Add(\"old\", true);")]
    [TestCase("var filter = Builders<Order>.Filter.Empty; filter &= Builders<Order>.Filter.Eq(o => o.Total, 0); await orders.DeleteManyAsync(filter);")]
    [TestCase("await plain.Indexes.DropOneAsync(\"name_1\");")]
    [TestCase("await context.Database.RunCommandAsync<BsonDocument>(\"{ collMod: 'carts', validator: {} }\");")]
    [TestCase("await context.Database.RunCommandAsync<BsonDocument>(\"{ dropIndexes: 'carts', index: 'name_1' }\");")]
    [TestCase("await context.Database.CreateCollectionAsync(\"aside\"); await context.Database.DropCollectionAsync(\"aside\");")]
    [TestCase("await context.Database.RenameCollectionAsync(\"a\", \"b\");")]
    [TestCase("await plain.AggregateAsync<BsonDocument>(new BsonDocument[] { new(\"$match\", new BsonDocument()) });")]
    public async Task What_destroys_nothing_or_only_its_own_needs_none(string statement)
    {
        var body = AnalyzedPlugin.FreeForm(statement);

        Assert.That(await AnalyzedPlugin.CodesOfAsync(body), Is.Empty);
        Assert.That(RegistryOf(body), Does.Not.Contain("Destroys"));
    }

    [Test]
    public async Task An_abstract_class_leaves_the_reason_to_those_that_derive_from_it()
    {
        var body = AnalyzedPlugin.FreeForm("await context.Database.DropCollectionAsync(\"carts\");").Replace("public class Body", "public abstract class Body", StringComparison.Ordinal) + " [Migration(\"20260101000001\", \"x\")] public class Last : Body { }";

        Assert.That(await AnalyzedPlugin.CodesOfAsync(body), Is.Empty);
        Assert.That(RegistryRun.Of(AnalyzedPlugin.Usings + body).Source, Does.Contain("Destroys = \"drops 'carts'\""));
    }

    [TestCase(Down + "context.Database.DropCollectionAsync(\"new\", cancellationToken);", false)]
    [TestCase(Down + "RemoveAsync(context); private static Task RemoveAsync(MigrationContext context) => context.Database.DropCollectionAsync(\"new\");", false)]
    [TestCase("private static Task RemoveAsync(MigrationContext context) => context.Database.DropCollectionAsync(\"old\"); " + Down + "context.GetCollection(\"a\").DeleteManyAsync(\"{ a: 1 }\", cancellationToken);", true, "await RemoveAsync(context);")]
    public async Task The_way_back_may_remove_what_the_way_up_made(string members, bool isFound, string up = "")
    {
        var body = AnalyzedPlugin.FreeForm(up, members, ", IReversible");

        Assert.That(await AnalyzedPlugin.CodesOfAsync(body), isFound ? Is.EqualTo(new[] { "MIG1130" }) : Is.Empty);
        Assert.That(RegistryOf(body).Contains("Destroys", StringComparison.Ordinal), Is.EqualTo(isFound));
    }

    private static string RegistryOf(string body) => RegistryRun.Of(AnalyzedPlugin.Usings + body.Replace("public class Body", "[Migration(\"20260101000001\", \"x\")] public class Body", StringComparison.Ordinal)).Source;
}
