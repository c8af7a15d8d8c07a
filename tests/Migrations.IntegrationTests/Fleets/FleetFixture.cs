using System.Text.Json.Nodes;
using MongoDB.Bson;
using Migrations.IntegrationTests.Engine;
using Migrations.IntegrationTests.Hosts;

namespace Migrations.IntegrationTests.Fleets;

// Several initialised databases, and the real command on all of them.
internal sealed class FleetFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("migrations-fleet-").FullName;

    private FleetFixture(IReadOnlyList<EngineFixture> databases) => Databases = databases;

    public IReadOnlyList<EngineFixture> Databases { get; }

    public IReadOnlyList<string> Names => [.. Databases.Select(d => d.Database.Name)];

    public string List => string.Join(',', Names);

    public EngineFixture this[int number] => Databases[number];

    public static async Task<FleetFixture> CreateAsync(int count)
    {
        var databases = new List<EngineFixture>();
        for (var i = 0; i < count; i++)
        {
            databases.Add(await EngineFixture.CreateAsync());
        }

        return new FleetFixture(databases);
    }

    public Task<HostProcess> RunAsync(string command, params string[] arguments) => HostProcess.RunAsync("unused", [command, "--databases", List, .. arguments]);

    // Documents that count how often they were migrated.
    public async Task FillCountersAsync(int documents)
    {
        foreach (var database in Databases)
        {
            await database.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, documents).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        }
    }

    public async Task FillStocksAsync(params int[] bad)
    {
        for (var i = 0; i < Databases.Count; i++)
        {
            var count = bad.Contains(i) ? (BsonValue)"many" : 1;
            await this[i].Database.GetCollection("stocks").InsertOneAsync(new BsonDocument { { "_id", 1 }, { "place", new BsonDocument("count", count) } });
        }
    }

    public Task MendStockAsync(int number) => this[number].Database.GetCollection("stocks").ReplaceOneAsync("{ _id: 1 }", BsonDocument.Parse("{ _id: 1, place: { count: 1 } }"));

    // Null where the migration has not changed it.
    public async Task<IReadOnlyList<int?>> CountsOfStocksAsync()
    {
        var counts = new List<int?>();
        foreach (var database in Databases)
        {
            var count = (await database.ReadAsync("stocks")).Single()["place"]["count"];
            counts.Add(count.IsInt32 && count != 1 ? count.AsInt32 : null);
        }

        return counts;
    }

    public string File(string name, params string[] lines)
    {
        var path = Path.Combine(_folder, name);
        if (lines.Length > 0)
        {
            System.IO.File.WriteAllLines(path, lines);
        }

        return path;
    }

    public static IReadOnlyList<string> Outcomes(HostProcess host) => [.. JsonNode.Parse(host.Output)!["databases"]!.AsArray().Select(d => d!["outcome"]!.GetValue<string>())];

    public async ValueTask DisposeAsync()
    {
        foreach (var database in Databases)
        {
            await database.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
