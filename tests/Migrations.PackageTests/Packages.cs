using System.Globalization;
using Migrations.TestKit;

namespace Migrations.PackageTests;

// Packs the product once for all tests, under a version of its own, into a folder that serves as a feed; and starts the server they use.
[SetUpFixture]
public sealed class Packages
{
    private static readonly string[] Projects = ["Migrations.Bytes", "Migrations.Abstractions", "Migrations.Engine", "Migrations.Testing", "Migrations.MSBuild", "Migrations.Tool", "Migrations.Templates"];
    private static TestDatabase? server;

    public static string Version { get; private set; } = "";

    public static string Feed { get; private set; } = "";

    public static string Root { get; } = FindRoot();

    public static string ConnectionString { get; private set; } = "";

    [OneTimeSetUp]
    public async Task PackAsync()
    {
        server = await TestDatabase.StartAsync(TestContext.Progress.WriteLine);
        ConnectionString = server.ConnectionString;
        Feed = Directory.CreateTempSubdirectory("migrations-feed-").FullName;
        Version = "0.1.0-test." + TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        // The analyzers have seen the code when the solution was built.
        foreach (var project in Projects)
        {
            var packed = await DotNet.RunAsync(Root, "pack", $"src/{project}", "--configuration", "Release", "--output", Feed, "-p:MinVerVersionOverride=" + Version, "-p:RunAnalyzers=false", "--verbosity", "quiet", "--nologo");
            Assert.That(packed.ExitCode, Is.Zero, packed.Text);
        }
    }

    [OneTimeTearDown]
    public async Task CleanAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        if (Feed.Length > 0)
        {
            Directory.Delete(Feed, recursive: true);
        }
    }

    // Restores what is in a folder from the feed as well.
    public static Task AddFeedAsync(string folder) => File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), $"""<configuration><packageSources><add key="folder" value="{Feed}" /></packageSources></configuration>""");

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Migrations.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }
}
