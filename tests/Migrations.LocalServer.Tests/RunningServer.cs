using Migrations.LocalServer.Postgres;
using Migrations.LocalServer.Errors;
using Migrations.Shared;
using Migrations.LocalServer.Tests.Gateway;

namespace Migrations.LocalServer.Tests;

// One server for all tests; each test works in a database of its own.
[SetUpFixture]
internal sealed class RunningServer
{
    private static LocalServerInstance? _instance;
    private static LocalServerException? _failure;
    private static int _databases;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        try
        {
            _instance = await LocalServerInstance.StartAsync(new LocalServerOptions { Durability = Durability.Disposable, Progress = new TestProgress() });
        }
        catch (LocalServerException exception) when (exception.Code is LocalServerErrorCode.Unavailable or LocalServerErrorCode.DownloadFailed)
        {
            _failure = exception;
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_instance is not null)
        {
            await _instance.DisposeAsync();
        }
    }

    public static LocalServerInstance Require()
    {
        if (_instance is null)
        {
            Unavailable(_failure!.Message);
        }

        return _instance!;
    }

    public static Task<WireClient> ConnectAsync() => WireClient.ConnectAsync(Require().Port, $"t_{Interlocked.Increment(ref _databases)}");

    public static string NewDatabase() => $"t_{Interlocked.Increment(ref _databases)}";

    // What cannot run here must be seen: at home with its cure, in the pipeline as a failure.
    public static void Unavailable(string message)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(message);
        }

        Assert.Ignore(message);
    }

    private sealed class TestProgress : IProgress<string>
    {
        public void Report(string value) => TestContext.Progress.WriteLine(value);
    }
}
