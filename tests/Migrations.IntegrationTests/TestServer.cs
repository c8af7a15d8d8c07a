using System.Globalization;
using System.Text.RegularExpressions;
using Migrations.TestKit;
using MongoDB.Driver;

namespace Migrations.IntegrationTests;

// One server for the whole run. Every test has a database of its own.
[SetUpFixture]
public sealed class TestServer
{
    private static TestDatabase? server;
    private static MongoClient? client;
    private static int databases;

    public static string ConnectionString => Server.ConnectionString;

    // Whether it is MongoDB itself, with all that the local server lacks.
    public static bool IsRealMongoDB => Server.IsRealMongoDB;

    // As an application would have it.
    internal static IMongoClient Client => client!;

    private static TestDatabase Server => server ?? throw new InvalidOperationException("The test server has not been started.");

    public static string NewDatabase() => $"t_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}";

    // Stands before the one server that the tests run on; a test that needs one is left out where there are several.
    public static FaultProxy NewProxy()
    {
        var address = Regex.Match(ConnectionString, "^mongodb://(?<host>[^/@:,?]+):(?<port>[0-9]+)/");
        Assume.That(address.Success, "The proxy needs one server without a login.");
        return new FaultProxy(address.Groups["host"].Value, int.Parse(address.Groups["port"].Value, CultureInfo.InvariantCulture));
    }

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        server = await TestDatabase.StartAsync(TestContext.Progress.WriteLine);
        client = new MongoClient(ConnectionString);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        client?.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }
}
