using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.IntegrationTests.Enlisting;

public sealed class OwnCollectionTests
{
    private const string Own = EnlistedFixture.Prefix + ".heads";

    private static readonly (string Name, Func<EnlistedFixture, Task> Run)[] Touching =
    [
        ("GetCollection", f => Task.FromResult(f.Database.GetCollection<BsonDocument>(Own))),
        ("GetCollection in another database", f => Task.FromResult(f.Database.Client.GetDatabase("other").GetCollection<BsonDocument>(Own))),
        ("Client.BulkWrite", f => f.Database.Client.BulkWriteAsync([new BulkWriteInsertOneModel<BsonDocument>($"{f.Plain.DatabaseNamespace}.{Own}", EnlistedCalls.Id(1))])),
        ("CreateCollection", f => f.Database.CreateCollectionAsync(Own)),
        ("CreateView on it", f => f.Database.CreateViewAsync("view", Own, new EmptyPipelineDefinition<BsonDocument>())),
        ("CreateView that joins it", f => f.Database.CreateViewAsync("view", "a", new EmptyPipelineDefinition<BsonDocument>().AppendStage<BsonDocument, BsonDocument, BsonDocument>($"{{ $lookup: {{ from: '{Own}', as: 'x' }} }}"))),
        ("DropCollection", f => f.Database.DropCollectionAsync(Own)),
        ("RenameCollection from it", f => f.Database.RenameCollectionAsync(Own, "x")),
        ("RenameCollection to it", f => f.Database.RenameCollectionAsync("a", Own)),
        ("$lookup", f => f.A.Aggregate().Lookup(Own, "_id", "x", "j").ToListAsync()),
        ("$lookup inside $facet", f => f.A.Aggregate<BsonDocument>(Pipeline($"{{ $facet: {{ p: [{{ $lookup: {{ from: '{Own}', pipeline: [], as: 'x' }} }}] }} }}")).ToListAsync()),
        ("$unionWith", f => f.A.Aggregate<BsonDocument>(Pipeline($"{{ $unionWith: '{Own}' }}")).ToListAsync()),
        ("$graphLookup", f => f.A.Aggregate<BsonDocument>(Pipeline($"{{ $graphLookup: {{ from: '{Own}', startWith: '$x', connectFromField: 'x', connectToField: 'x', as: 'y' }} }}")).ToListAsync()),
        ("$out", f => f.A.Aggregate().OutAsync(Own)),
        ("$merge", f => f.A.AggregateToCollectionAsync<BsonDocument>(Pipeline($"{{ $merge: {{ into: {{ db: 'x', coll: '{Own}' }} }} }}"))),
        ("RunCommand find", f => f.Database.RunCommandAsync<BsonDocument>($"{{ find: '{Own}' }}")),
        ("RunCommand drop", f => f.Database.RunCommandAsync<BsonDocument>($"{{ drop: '{Own}' }}")),
        ("RunCommand renameCollection", f => f.Database.Client.GetDatabase("admin").RunCommandAsync<BsonDocument>($"{{ renameCollection: '{f.Plain.DatabaseNamespace}.a', to: '{f.Plain.DatabaseNamespace}.{Own}' }}")),
        ("RunCommand aggregate", f => f.Database.RunCommandAsync<BsonDocument>($"{{ aggregate: 'a', pipeline: [{{ $unionWith: '{Own}' }}], cursor: {{}} }}")),
        ("RunCommand explain", f => f.Database.RunCommandAsync<BsonDocument>($"{{ explain: {{ find: '{Own}' }} }}")),
        ("RunCommand bulkWrite", f => f.Database.Client.GetDatabase("admin").RunCommandAsync<BsonDocument>($"{{ bulkWrite: 1, ops: [{{ insert: 0, document: {{ _id: 1 }} }}], nsInfo: [{{ ns: '{f.Plain.DatabaseNamespace}.{Own}' }}] }}")),
    ];

    public static IEnumerable<string> Names => Touching.Select(r => r.Name);

    [TestCaseSource(nameof(Names))]
    public async Task The_collections_of_the_state_are_not_the_authors(string name)
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        var before = await fixture.SnapshotAsync();

        var error = Assert.ThrowsAsync<MigrationException>(() => Touching.Single(r => r.Name == name).Run(fixture));
        var sent = fixture.TakeSent();
        await fixture.AbortAsync();

        Assert.That(error.Code, Is.EqualTo(MigrationErrorCode.StateRefused));
        Assert.That(sent, Is.Empty);
        Assert.That(await fixture.SnapshotAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task They_are_not_listed()
    {
        await using var fixture = await EnlistedFixture.CreateAsync();

        var names = await (await fixture.Database.ListCollectionNamesAsync()).ToListAsync();
        var withSession = await (await fixture.Database.ListCollectionNamesAsync(fixture.Enlistment.AuthorSession)).ToListAsync();
        var collections = ListSynchronously(fixture.Database);

        Assert.That(names, Is.EquivalentTo(new[] { "a", "animals", "b", "orders" }));
        Assert.That(withSession, Is.EquivalentTo(names));
        Assert.That(collections, Is.EquivalentTo(names));
    }

    [Test]
    public async Task A_view_is_listed_as_one()
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        await fixture.Plain.CreateViewAsync("big", "a", new EmptyPipelineDefinition<BsonDocument>().Match("{ v: { $gt: 5 } }"));

        var types = (await (await fixture.Database.ListCollectionsAsync()).ToListAsync()).ToDictionary(c => c["name"].AsString, c => c["type"].AsString);

        Assert.That((types["a"], types["big"]), Is.EqualTo(("collection", "view")));
    }

    private static IEnumerable<string> ListSynchronously(IMongoDatabase database) => database.ListCollections().ToList().Select(c => c["name"].AsString);

    private static BsonDocument[] Pipeline(string stage) => [BsonDocument.Parse(stage)];
}
