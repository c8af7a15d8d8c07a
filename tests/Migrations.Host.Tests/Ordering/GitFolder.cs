using System.Diagnostics;

namespace Migrations.Host.Tests.Ordering;

// A git repository of the test's own with migrations in a folder of it; 'main' is what was committed.
internal sealed class GitFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("migrations-git-").FullName;

    public GitFolder()
    {
        Directory.CreateDirectory(Path);
        Git("init", "--quiet", "--initial-branch=main");
    }

    public string Path => System.IO.Path.Combine(_root, "my migrations");

    public void Release(string branch = "work")
    {
        Commit();
        Git("checkout", "--quiet", "-b", branch);
    }

    public void Commit()
    {
        Git("add", "--all");
        Git("-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false", "commit", "--quiet", "--allow-empty", "--message=x");
    }

    public void Checkout(string branch) => Git("checkout", "--quiet", branch);

    public void Write(string file, string text)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void WriteMigration(string file, string id, string more = "") => Write(file, $"[Migration(\"{id}\", \"x\", Tree = \"models\"{more})]\npublic sealed class A : Migration;\n");

    public string Read(string file) => File.ReadAllText(System.IO.Path.Combine(Path, file));

    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    public IReadOnlyList<string> Files() => [.. Directory.EnumerateFiles(Path, "*.cs", SearchOption.AllDirectories).Select(f => System.IO.Path.GetRelativePath(Path, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
        {
            // Git protects its objects from being written, which Windows takes for deleting too.
            File.SetAttributes(file, FileAttributes.Normal);
        }

        Directory.Delete(_root, recursive: true);
    }

    private void Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = _root, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("GIT_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, errors);
    }
}
