using Migrations.Host.Generating;

namespace Migrations.Host.Tests.Generating;

// A migrations project of the test's own, at noon.
internal sealed class TestFolder : IDisposable
{
    public static TimeProvider Noon { get; } = new FixedTime(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    public string Path { get; } = Directory.CreateTempSubdirectory("migrations-").FullName;

    public NewMigrationOptions Options => new() { Name = "AddBaz", Directory = Path, Tree = "models", HasImplicitUsings = true };

    public string Create(NewMigrationOptions options) => File.ReadAllText(MigrationGenerator.Create(options, Noon));

    public void Write(string file, string text)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
