using Migrations.TestKit;

namespace Migrations.IntegrationTests.Hosts;

// It changes the environment that every process of the tests inherits.
[NonParallelizable]
public sealed class LocalServerStartTests
{
    private const string Secret = "mongodb://admin:sesame-of-this-test@host/shop";
    private const string Variable = "MIGRATIONS_CONNECTION";

    [Test]
    [Platform("Linux", Reason = "It reads what the system says of the environment of processes.")]
    public async Task No_process_of_the_local_server_inherits_the_connection_string()
    {
        var before = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, Secret);
        try
        {
            await using var server = await LocalServerProcess.StartAsync();

            // The environments themselves do not belong into a failure's text.
            Assert.That(HoldersOf(Secret), Is.Empty);
            Assert.That(HoldersOf("PATH="), Has.Count.GreaterThan(2), "the server's processes are among those that are seen");
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, before);
        }
    }

    private static List<string> HoldersOf(string text)
    {
        var holders = new List<string>();
        foreach (var folder in Directory.GetDirectories("/proc").Where(f => int.TryParse(Path.GetFileName(f), out _)))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "environ")).Contains(text, StringComparison.Ordinal))
                {
                    holders.Add(folder);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or is somebody else's.
            }
        }

        return holders;
    }
}
