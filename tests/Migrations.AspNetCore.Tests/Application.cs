using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Migrations.TestApplication;
using Migrations.TestKit;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.AspNetCore.Tests;

// One server for the whole run.
[SetUpFixture]
public sealed class TestServer
{
    private static TestDatabase? server;

    public static string ConnectionString => server!.ConnectionString;

    [OneTimeSetUp]
    public static async Task StartAsync() => server = await TestDatabase.StartAsync(TestContext.Progress.WriteLine);

    [OneTimeTearDown]
    public static Task StopAsync() => server is null ? Task.CompletedTask : server.DisposeAsync().AsTask();
}

// The application in the process of the tests, with a database of its own.
internal sealed class Application : IAsyncDisposable
{
    private static int databases;
    private readonly MongoClient _client = new(TestServer.ConnectionString);
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);
    private WebApplicationFactory<Program>? _factory;

    public Application(StartupPolicy startup = StartupPolicy.None)
    {
        Database = $"a_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}";
        With("ConnectionString", TestServer.ConnectionString).With("Database", Database).With("Startup", startup.ToString()).With("InitialiseAt:0", "base");
    }

    public string Database { get; }

    public IMongoCollection<BsonDocument> Orders => _client.GetDatabase(Database).GetCollection<BsonDocument>("orders");

    public IMongoCollection<BsonDocument> State(string name) => _client.GetDatabase(Database).GetCollection<BsonDocument>($"_migrations.{name}");

    public Application With(string option, string value)
    {
        _settings[option] = value;
        return this;
    }

    public Application Without(string option)
    {
        _settings.Remove(option);
        return this;
    }

    public IReadOnlyDictionary<string, string> Settings => _settings;

    // Only the start, whose failure the factory may hide.
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(_settings.Select(s => KeyValuePair.Create<string, string?>($"Migrations:{s.Key}", s.Value)));
        builder.Services.AddMigrations(typeof(OpenOrders).Assembly);
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        await using var application = builder.Build();
        await application.StartAsync();
    }

    // Starts the application.
    public HttpClient Client(string? key = "operator")
    {
        _factory ??= new WebApplicationFactory<Program>().WithWebHostBuilder(builder => _settings.ToList().ForEach(s => builder.UseSetting($"Migrations:{s.Key}", s.Value)));
        var client = _factory.CreateClient();
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Key", key);
        return client;
    }

    public Task InsertAsync(int count, int milliseconds = 0) => Orders.InsertManyAsync(Enumerable.Range(1, count).Select(n => new BsonDocument { { "_id", n }, { "milliseconds", milliseconds } }));

    public async Task StopAsync()
    {
        if (_factory is not null)
        {
            await _factory.DisposeAsync();
            _factory = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _client.DropDatabaseAsync(Database);
        _client.Dispose();
    }
}

internal static class HttpExtensions
{
    public static Task<HttpResponseMessage> MigrateAsync(this HttpClient client, object body) => client.PostAsJsonAsync("/migrate", body);

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) => JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    public static string[] Ids(this JsonElement reply, string name) => [.. reply.GetProperty(name).EnumerateArray().Select(s => s.GetProperty("id").GetString()!)];
}
