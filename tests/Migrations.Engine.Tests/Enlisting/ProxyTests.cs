using System.Runtime.Loader;
using Migrations.Engine.Enlisting;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Linq;

namespace Migrations.Engine.Tests.Enlisting;

// No server is asked here.
public sealed class ProxyTests
{
    private static readonly IMongoDatabase Database = new MongoClient("mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=1").GetDatabase("shop");

    [Test]
    public void An_authors_class_may_be_internal_or_private()
    {
        var database = Enlist();

        Assert.That(database.GetCollection<Line>("lines").CollectionNamespace.FullName, Is.EqualTo("shop.lines"));
        Assert.That(database.GetCollection<List<Line>>("lines").Indexes.CollectionNamespace.FullName, Is.EqualTo("shop.lines"));
        Assert.That(database.GetCollection<Line>("lines").OfType<LongLine>().Filter, Is.Not.Null);
    }

    [Test]
    public void An_authors_class_may_come_from_the_context_of_a_plugin()
    {
        var context = new AssemblyLoadContext("plugin");
        var line = context.LoadFromAssemblyPath(typeof(Line).Assembly.Location).GetType(typeof(Line).FullName!)!;

        var collection = typeof(IMongoDatabase).GetMethod(nameof(IMongoDatabase.GetCollection))!.MakeGenericMethod(line).Invoke(Enlist(), ["lines", null])!;

        Assert.That(line, Is.Not.EqualTo(typeof(Line)));
        Assert.That(collection, Is.InstanceOf(typeof(IMongoCollection<>).MakeGenericType(line)));
        Assert.That(collection.GetType().IsInstanceOfType(Enlist().GetCollection<Line>("lines")), Is.False);
    }

    [Test]
    public void A_collection_is_one_to_LINQ()
    {
        var lines = Enlist().GetCollection<Line>("lines");

        var joined = lines.AsQueryable().Lookup(lines, x => x.Id, y => y.Id).ToString();

        Assert.That(joined, Does.Contain("\"from\" : \"lines\""));
    }

    [Test]
    public void What_the_driver_throws_reaches_the_author_as_it_is() =>
        Assert.That(() => Enlist().GetCollection<Line>("lines").InsertMany(null!), Throws.ArgumentNullException);

    [Test]
    public void A_validator_is_skipped_without_changing_the_authors_options()
    {
        var options = new InsertOneOptions { Comment = "mine" };
        var bypass = BypassOption.Of(typeof(IMongoCollection<BsonDocument>).GetMethod(nameof(IMongoCollection<BsonDocument>.InsertOne), [typeof(BsonDocument), typeof(InsertOneOptions), typeof(CancellationToken)])!)!;

        var sent = (InsertOneOptions)bypass.Set([null, options, default(CancellationToken)])[1]!;
        var created = (InsertOneOptions)bypass.Set([null, null, default(CancellationToken)])[1]!;

        Assert.That((sent.BypassDocumentValidation, sent.Comment.AsString, created.BypassDocumentValidation), Is.EqualTo((true, "mine", true)));
        Assert.That(options.BypassDocumentValidation, Is.Null);
    }

    [TestCase("{ $lookup: { from: 'a', pipeline: [{ $unionWith: { coll: 'b' } }], as: 'x' } }", "a b")]
    [TestCase("{ $facet: { one: [{ $graphLookup: { from: 'c' } }], two: [{ $unionWith: 'd' }] } }", "c d")]
    [TestCase("{ $merge: { into: { db: 'x', coll: 'e' } } }", "e")]
    [TestCase("{ $out: { db: 'x', coll: 'f' } }", "f")]
    [TestCase("{ $lookup: { from: { db: 'local', coll: 'cache.chunks' } } }", "cache.chunks")]
    [TestCase("{ $match: { from: 'a' } }", "")]
    public void The_collections_that_a_stage_names_are_found(string stage, string expected) =>
        Assert.That(string.Join(' ', PipelineTargets.FindCollections([BsonDocument.Parse(stage)])), Is.EqualTo(expected));

    private static IMongoDatabase Enlist() => new Enlistment(null, new DryRunSchemaChanges(_ => { })).Enlist(Database);

    private class Line
    {
        public int Id { get; set; }
    }

    private sealed class LongLine : Line;
}
