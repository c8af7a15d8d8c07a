using System.Text.RegularExpressions;

namespace Migrations.Mongo.Tests;

public sealed partial class RoomTests
{
    // From the ground up: a room may only use those before it.
    private static readonly string[] Order =
    [
        "ConnectionStrings", "Messages", "Transport", "Handshake", "Connections", "Authentication", "Opening", "Topology", "Pooling", "Servers", "Sessions",
        "Transactions", "Retries", "Commands", "Cursors",
    ];

    [Test]
    public void Rooms_only_use_rooms_below_them()
    {
        var source = Path.Combine(RepositoryRoot(), "src", "Migrations.Mongo");

        Assert.That(Directory.EnumerateDirectories(source).Select(Path.GetFileName).Where(d => d is not ("bin" or "obj")), Is.EquivalentTo(Order));
        foreach (var file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories))
        {
            var room = Array.IndexOf(Order, Path.GetFileName(Path.GetDirectoryName(file)));
            var upward = Usings().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value).Where(u => room >= 0 && Array.IndexOf(Order, u) > room);
            Assert.That(upward, Is.Empty, file);
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Migrations.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds Migrations.sln.");
    }

    [GeneratedRegex(@"using Migrations\.Mongo\.(\w+);")]
    private static partial Regex Usings();
}
