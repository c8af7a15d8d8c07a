using Migrations.LocalServer.Background;

namespace Migrations.LocalServer.Tests.Background;

public sealed class ProgramCopyTests
{
    [Test]
    public void The_server_runs_from_a_copy_that_a_later_build_leaves_alone()
    {
        var root = Directory.CreateTempSubdirectory("migrations-").FullName;
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(root, "build", "runtimes")).Parent!.FullName;
            File.WriteAllText(Path.Combine(folder, "server.dll"), "first");
            File.WriteAllText(Path.Combine(folder, "runtimes", "native.so"), "native");

            var first = ProgramCopy.Ensure(folder, Path.Combine(root, "programs"));
            var again = ProgramCopy.Ensure(folder, Path.Combine(root, "programs"));
            File.WriteAllText(Path.Combine(folder, "server.dll"), "second build");
            var second = ProgramCopy.Ensure(folder, Path.Combine(root, "programs"));

            Assert.That(again, Is.EqualTo(first));
            Assert.That(File.ReadAllText(Path.Combine(first, "server.dll")), Is.EqualTo("first"));
            Assert.That(File.ReadAllText(Path.Combine(second, "server.dll")), Is.EqualTo("second build"));
            Assert.That(Path.Combine(second, "runtimes", "native.so"), Does.Exist);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
