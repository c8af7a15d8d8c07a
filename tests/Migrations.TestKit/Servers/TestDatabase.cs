using Migrations.Testing.Servers;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.TestKit;

/// <summary>
/// The server of a run of tests, chosen in this one place: the one that <c>MIGRATIONS_TEST_CONNECTION</c> names, else MongoDB by Docker, else the local server.
/// Docker is asked where <c>MIGRATIONS_TEST_DOCKER</c> is <c>true</c>, or is not set and it is no build server.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const string Variable = "MIGRATIONS_TEST_CONNECTION";
    private readonly IAsyncDisposable? _owned;

    private TestDatabase(string connectionString, bool isRealMongoDB, IAsyncDisposable? owned)
    {
        ConnectionString = connectionString;
        IsRealMongoDB = isRealMongoDB;
        _owned = owned;
    }

    /// <summary>Where the server is.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether it is MongoDB itself, with all that the local server lacks.</summary>
    public bool IsRealMongoDB { get; }

    /// <summary>Finds or starts the server, and says in a line which it is.</summary>
    public static async Task<TestDatabase> StartAsync(Action<string> note)
    {
        ArgumentNullException.ThrowIfNull(note);
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            var isReal = await IsMongoDBAsync(given).ConfigureAwait(false);
            note($"Tests run on the server that {Variable} names{(isReal ? "" : ", a local server")}.");
            return new TestDatabase(given, isReal, null);
        }

        if (MongoContainer.IsWanted && await MongoContainer.TryStartAsync(note).ConfigureAwait(false) is { } container)
        {
            note($"Tests run on {MongoContainer.Image}, a replica set by Docker.");
            return new TestDatabase(container.GetConnectionString(), isRealMongoDB: true, container);
        }

        var local = await LocalServerProcess.StartAsync(note: note).ConfigureAwait(false);
        note($"Tests run on the local server. Those that need MongoDB itself are left out: set {Variable}, or {MongoContainer.Variable}=true where Docker is.");
        return new TestDatabase(local.ConnectionString, isRealMongoDB: false, local);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_owned is not null)
        {
            await _owned.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The local server says what it is where MongoDB names the commit that it was built from.
    private static async Task<bool> IsMongoDBAsync(string connectionString)
    {
        using var client = new MongoClient(connectionString);
        var info = await client.GetDatabase("admin").RunCommandAsync<BsonDocument>("""{ "buildInfo": 1 }""").ConfigureAwait(false);
        return info["gitVersion"] != "migrations-local-server";
    }
}
