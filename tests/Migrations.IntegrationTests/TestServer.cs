using System.Globalization;
using System.Text.RegularExpressions;
using Migrations.LocalServer;
using Migrations.Testing;

namespace Migrations.IntegrationTests;

// One server for the whole run: the one that MIGRATIONS_TEST_CONNECTION names, or a local one. Every test has a database of its own.
[SetUpFixture]
public sealed class TestServer
{
    private static LocalServerInstance? local;
    private static int databases;

    public static string ConnectionString { get; private set; } = "";

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
        if (Environment.GetEnvironmentVariable("MIGRATIONS_TEST_CONNECTION") is { Length: > 0 } given)
        {
            ConnectionString = given;
            return;
        }

        local = await LocalServerInstance.StartAsync(new LocalServerOptions { Progress = new Progress<string>(TestContext.Progress.WriteLine) });
        ConnectionString = local.ConnectionString;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (local is not null)
        {
            await local.DisposeAsync();
        }
    }
}
