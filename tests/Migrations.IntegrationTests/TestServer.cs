using Migrations.LocalServer;

namespace Migrations.IntegrationTests;

// One server for the whole run: the one that MIGRATIONS_TEST_CONNECTION names, or a local one. Every test has a database of its own.
[SetUpFixture]
public sealed class TestServer
{
    private static LocalServerInstance? local;
    private static int databases;

    public static string ConnectionString { get; private set; } = "";

    public static string NewDatabase() => $"t_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}";

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
