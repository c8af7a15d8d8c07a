using Microsoft.CodeAnalysis;

namespace Migrations.Analyzers.Tests.AsPeopleWrite;

// A warning where nothing is wrong is worse than none.
public sealed class QuietTests
{
    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    [Test]
    public async Task Ten_migrations_as_people_write_them_have_no_finding() => Assert.That(await FindAsync("tests/Migrations.Analyzers.Tests/AsPeopleWrite/Shop"), Is.Empty);

    [Test]
    public async Task The_sample_has_no_finding() => Assert.That(await FindAsync("migrations"), Is.Empty);

    private static async Task<IEnumerable<string>> FindAsync(string folder)
    {
        var files = Directory.GetFiles(Path.Combine(Root(), folder), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText).ToList();
        Assert.That(files, Has.Count.GreaterThan(10));
        return (await AnalyzedPlugin.FindAsync([ImplicitUsings, .. files])).Select(d => d.ToString());
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Migrations.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }
}
