using Migrations.Engine.Enlisting;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.IntegrationTests.Enlisting;

public sealed class SchemaChangeTests
{
    private static readonly (string Name, Func<IMongoDatabase, Task> Change)[] Changes =
    [
        ("create", d => d.CreateCollectionAsync("new")),
        ("create by an index", d => d.GetCollection<BsonDocument>("new").Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{ v: 1 }"))),
        ("createIndexes", d => d.GetCollection<BsonDocument>("a").Indexes.CreateManyAsync([new CreateIndexModel<BsonDocument>("{ v: 1 }"), new CreateIndexModel<BsonDocument>("{ kept: 1 }")])),
        ("createIndexes, synchronous", d => Task.FromResult(CreateSynchronously(d.GetCollection<BsonDocument>("a"), null))),
        ("dropIndexes", d => d.GetCollection<BsonDocument>("a").Indexes.DropOneAsync("kept_1")),
        ("dropIndexes, all", d => d.GetCollection<BsonDocument>("a").Indexes.DropAllAsync()),
        ("renameCollection", d => d.RenameCollectionAsync("b", "c")),
        ("collMod", d => d.RunCommandAsync<BsonDocument>("{ collMod: 'a', validator: { v: { $gte: 0 } } }")),
        ("createIndexes by name", d => d.RunCommandAsync<BsonDocument>("{ createIndexes: 'a', indexes: [{ key: { v: 1 }, name: 'named' }] }")),
        ("renameCollection by name", d => d.Client.GetDatabase("admin").RunCommandAsync<BsonDocument>($"{{ renameCollection: '{d.DatabaseNamespace}.b', to: '{d.DatabaseNamespace}.c' }}")),
        ("createView", d => d.CreateViewAsync("new", "a", new EmptyPipelineDefinition<BsonDocument>())),
        ("drop of a view", d => d.DropCollectionAsync("view")),
    ];

    public static IEnumerable<string> Names => Changes.Select(c => c.Name);

    [TestCaseSource(nameof(Names))]
    public async Task A_change_is_carried_out_beside_the_transaction_and_can_be_undone(string name)
    {
        SchemaChanges? changes = null;
        await using var fixture = await EnlistedFixture.CreateAsync((f, s) => new(s, changes = new SchemaChanges(f.PlainClient)));
        await fixture.Plain.GetCollection<BsonDocument>("a").Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{ kept: 1 }"));
        await fixture.Plain.RunCommandAsync<BsonDocument>("{ collMod: 'a', validator: { v: { $lt: 1000 } }, validationLevel: 'strict', validationAction: 'error' }");
        await fixture.Plain.CreateViewAsync("view", "a", new EmptyPipelineDefinition<BsonDocument>().Match("{ v: 1 }"));
        var before = await DescribeAsync(fixture);

        await Changes.Single(c => c.Name == name).Change(fixture.Database);
        var changed = await DescribeAsync(fixture);
        await fixture.AbortAsync();
        await changes!.UndoAsync(CancellationToken.None);

        Assert.That(changed, Is.Not.EqualTo(before));
        Assert.That(await DescribeAsync(fixture), Is.EqualTo(before));
    }

    [TestCaseSource(nameof(Names))]
    public async Task A_change_after_the_first_read_is_refused(string name)
    {
        await using var fixture = await EnlistedFixture.CreateAsync((f, s) => new(s, new SchemaChanges(f.PlainClient)));
        var before = await DescribeAsync(fixture);
        await fixture.A.Find("{}").FirstAsync();

        var error = Assert.ThrowsAsync<MigrationException>(() => Changes.Single(c => c.Name == name).Change(fixture.Database));
        await fixture.AbortAsync();

        Assert.That(error.Code, Is.EqualTo(MigrationErrorCode.SchemaChangeInTransaction));
        Assert.That(await DescribeAsync(fixture), Is.EqualTo(before));
    }

    [Test]
    public async Task A_change_after_a_read_outside_of_transactions_is_carried_out()
    {
        await using var fixture = await EnlistedFixture.CreateAsync((f, s) => new(s, new SchemaChanges(f.PlainClient)), usesTransaction: false);
        await fixture.A.Find("{}").FirstAsync();

        await fixture.Database.CreateCollectionAsync("new");

        Assert.That(await (await fixture.Plain.ListCollectionNamesAsync()).ToListAsync(), Does.Contain("new"));
    }

    [TestCaseSource(nameof(Names))]
    public async Task A_change_is_only_named_in_a_dry_run(string name)
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        var before = await DescribeAsync(fixture);
        await fixture.A.InsertOneAsync(EnlistedCalls.Id(100));

        await Changes.Single(c => c.Name == name).Change(fixture.Database);
        await fixture.AbortAsync();

        Assert.That(fixture.Noted.Select(a => (a.Description[..10], a.Kind)), Is.EqualTo(new[] { ("Would run ", ActionKind.Schema) }));
        Assert.That(await DescribeAsync(fixture), Is.EqualTo(before));
    }

    [Test]
    public async Task A_dry_run_answers_what_the_run_would()
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        var indexes = fixture.Database.GetCollection<Point>("a").Indexes;

        var one = await indexes.CreateOneAsync(new CreateIndexModel<Point>(Builders<Point>.IndexKeys.Ascending(p => p.Value).Descending(p => p.Id)));
        var named = CreateSynchronously(fixture.A, "mine");
        var many = await indexes.CreateManyAsync([new CreateIndexModel<Point>("{ v: 1 }"), new CreateIndexModel<Point>("{ t: 'text' }")]);
        var reply = await fixture.Database.RunCommandAsync<BsonDocument>("{ collMod: 'a', validator: {} }");
        var search = await fixture.A.SearchIndexes.CreateOneAsync(new CreateSearchIndexModel("words", new BsonDocument()));

        Assert.That((one, named, search, reply["ok"].ToInt32()), Is.EqualTo(("v_1__id_-1", "mine", "words", 1)));
        Assert.That(many, Is.EqualTo(new[] { "v_1", "t_text" }));
        Assert.That(fixture.Noted.Select(a => (a.Description, a.Collection)), Is.EqualTo(new[]
        {
            ("Would run createIndexes", "a"), ("Would run createIndexes", "a"), ("Would run createIndexes", "a"), ("Would run collMod", "a"), ("Would run createSearchIndexes", "a"),
        }));
    }

    private static string CreateSynchronously(IMongoCollection<BsonDocument> collection, string? name) =>
        collection.Indexes.CreateOne(new CreateIndexModel<BsonDocument>("{ v: 1 }", new CreateIndexOptions { Name = name }));

    private static async Task<string> DescribeAsync(EnlistedFixture fixture)
    {
        var collections = await (await fixture.Plain.ListCollectionsAsync()).ToListAsync();
        var options = collections.Select(c => $"{c["name"]} {c["type"]} {c["options"]}").Order(StringComparer.Ordinal);
        return string.Join('\n', [await fixture.SnapshotAsync(), .. options]);
    }
}
