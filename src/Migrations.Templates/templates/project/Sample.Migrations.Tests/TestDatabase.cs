using MongoDB.Bson;
using MongoDB.Driver;

namespace Sample.Migrations.Tests;

// A database of one test, which is dropped after it.
internal sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Server = new(MigrationsCommand.FindServerAsync);
    private readonly string _connection;
    private readonly MongoClient _client;
    private readonly string _name = $"test_{Guid.NewGuid():N}";

    private TestDatabase(string connection) => (_connection, _client) = (connection, new MongoClient(connection));

    public static async Task<TestDatabase> CreateAsync() => new(await Server.Value);

    public IMongoCollection<BsonDocument> Collection(string name) => _client.GetDatabase(_name).GetCollection<BsonDocument>(name);

    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        var result = await MigrationsCommand.RunAsync(_connection, _name, arguments);
        Assert.That(result.ExitCode, Is.Zero, result.Text);
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DropDatabaseAsync(_name);
        _client.Dispose();
    }
}
