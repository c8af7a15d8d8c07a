using System.Collections.Concurrent;
using Migrations.Engine.Enlisting;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Events;

namespace Migrations.IntegrationTests.Enlisting;

// A database with a few documents, seen twice: as it is, and as an author's code sees it in a step.
internal sealed class EnlistedFixture : IAsyncDisposable
{
    public const string Prefix = "_migrations";

    private readonly ConcurrentQueue<SentCommand> _sent = new();
    private readonly MongoClient _plain = new(TestServer.ConnectionString);
    private readonly AuthorClient _authors;

    private EnlistedFixture()
    {
        var settings = MongoClientSettings.FromConnectionString(TestServer.ConnectionString);
        settings.ClusterConfigurator = cluster => cluster.Subscribe<CommandStartedEvent>(Record);
        _authors = new AuthorClient(settings);
        Plain = _plain.GetDatabase(TestServer.NewDatabase());
    }

    public IMongoDatabase Plain { get; }

    public IMongoClient PlainClient => _plain;

    public IMongoClient AuthorsClient => _authors.Client;

    public Enlistment Enlistment { get; private set; } = null!;

    public IClientSessionHandle? Session { get; private set; }

    // The author's database.
    public IMongoDatabase Database { get; private set; } = null!;

    public IMongoCollection<BsonDocument> A => Database.GetCollection<BsonDocument>("a");

    public List<ReportedAction> Noted { get; } = [];

    public static async Task<EnlistedFixture> CreateAsync(Func<EnlistedFixture, IClientSessionHandle?, Enlistment>? enlist = null, bool usesTransaction = true)
    {
        var fixture = new EnlistedFixture();
        await fixture.SeedAsync();
        fixture.Session = usesTransaction ? await fixture._authors.Client.StartSessionAsync() : null;
        fixture.Session?.StartTransaction();
        fixture.Enlistment = (enlist ?? ((f, s) => new Enlistment(s, new DryRunSchemaChanges(f.Noted.Add)) { IsOwn = IsOwn }))(fixture, fixture.Session);
        fixture.Database = fixture._authors.Open(fixture.Plain.DatabaseNamespace.DatabaseName, fixture.Enlistment);
        return fixture;
    }

    public static bool IsOwn(string collection) => collection.StartsWith(Prefix + ".", StringComparison.Ordinal);

    // What was sent since the last time.
    public IReadOnlyList<SentCommand> TakeSent()
    {
        var sent = new List<SentCommand>();
        while (_sent.TryDequeue(out var command))
        {
            sent.Add(command);
        }

        return sent;
    }

    public async Task CommitAsync()
    {
        _authors.Close(Enlistment);
        await Session!.CommitTransactionAsync();
    }

    public async Task AbortAsync()
    {
        _authors.Close(Enlistment);
        await Session!.AbortTransactionAsync();
    }

    // Everything that is in the database: collections, documents, indexes.
    public async Task<string> SnapshotAsync()
    {
        var lines = new List<string>();
        foreach (var found in (await (await Plain.ListCollectionsAsync()).ToListAsync()).OrderBy(c => c["name"].AsString, StringComparer.Ordinal))
        {
            var name = found["name"].AsString;
            var collection = Plain.GetCollection<BsonDocument>(name);
            var documents = await collection.Find("{}").Sort("{ _id: 1 }").ToListAsync();
            var indexes = found["type"] == "view" ? [] : await (await collection.Indexes.ListAsync()).ToListAsync();
            lines.Add($"{name}: {string.Join(", ", documents)} | {string.Join(", ", indexes.Select(i => i["name"]).Order())}");
        }

        return string.Join('\n', lines);
    }

    public async ValueTask DisposeAsync()
    {
        _authors.Close(Enlistment);
        Session?.Dispose();
        await _plain.DropDatabaseAsync(Plain.DatabaseNamespace.DatabaseName);
        _authors.Dispose();
        _plain.Dispose();
    }

    private async Task SeedAsync()
    {
        foreach (var name in new[] { "a", "b", "animals", "orders", Prefix + ".heads" })
        {
            await Plain.CreateCollectionAsync(name);
        }

        await Plain.GetCollection<BsonDocument>("a").InsertManyAsync(Enumerable.Range(0, 10).Select(i => new BsonDocument { { "_id", i }, { "v", i } }));
        await Plain.GetCollection<Animal>("animals").InsertManyAsync([new Cat { Id = 1, Name = "Tom", Lives = 9 }, new Dog { Id = 2, Name = "Rex" }]);
        await Plain.GetCollection<BsonDocument>(Prefix + ".heads").InsertOneAsync(new BsonDocument("_id", "tree"));
    }

    private void Record(CommandStartedEvent started)
    {
        if (started.CommandName is "hello" or "isMaster")
        {
            return;
        }

        var isInTransaction = Session is { } session && started.Command.TryGetValue("lsid", out var lsid) && lsid.Equals(session.ServerSession.Id) && started.Command.GetValue("autocommit", true) == false;
        _sent.Enqueue(new SentCommand(started.CommandName, isInTransaction, started.Command.DeepClone().AsBsonDocument));
    }
}

internal sealed record SentCommand(string Name, bool IsInTransaction, BsonDocument Body);
