using Migrations.TestKit;

namespace Migrations.Testing.Tests;

// The server of the whole run, named as a user names one.
[SetUpFixture]
public sealed class RunServer
{
    private static TestDatabase? server;

    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        server = await TestDatabase.StartAsync(TestContext.Progress.WriteLine);
        Environment.SetEnvironmentVariable("MIGRATIONS_TEST_CONNECTION", server.ConnectionString);
    }

    [OneTimeTearDown]
    public static Task StopAsync() => server is null ? Task.CompletedTask : server.DisposeAsync().AsTask();
}
