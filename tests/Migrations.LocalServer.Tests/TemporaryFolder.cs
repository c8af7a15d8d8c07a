namespace Migrations.LocalServer.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("migrations-tests-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
