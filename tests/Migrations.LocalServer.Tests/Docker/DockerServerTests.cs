using Migrations.LocalServer.Docker;

namespace Migrations.LocalServer.Tests.Docker;

// Docker itself is not needed: a script stands in for it and writes down what it was told.
public sealed class DockerServerTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Prepare() => _folder = new TemporaryFolder();

    [TearDown]
    public void Clean() => _folder.Dispose();

    [Test]
    public async Task A_container_is_run_initiated_and_reached_at_its_port()
    {
        var docker = Docker("case $1 in start) exit 1;; port) echo 127.0.0.1:49153;; esac");

        var status = await docker.EnsureAsync(null, CancellationToken.None);

        Assert.That(status.ConnectionString, Is.EqualTo("mongodb://127.0.0.1:49153/?directConnection=true"));
        Assert.That(await ToldAsync(), Is.EqualTo([
            "start migrations-local-server",
            "run --detach --name migrations-local-server --publish 127.0.0.1::27017 mongo:8 --replSet rs0 --bind_ip_all",
            "exec migrations-local-server mongosh --quiet --eval try { rs.status() } catch (error) { rs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'localhost:27017' }] }) } while (!db.hello().isWritablePrimary) sleep(100);",
            "port migrations-local-server 27017/tcp"]));
    }

    [Test]
    public async Task A_container_that_is_there_is_not_run_a_second_time()
    {
        var docker = Docker("case $1 in port) echo 127.0.0.1:49153;; esac");

        await docker.EnsureAsync(null, CancellationToken.None);

        Assert.That((await ToldAsync()).Any(line => line.StartsWith("run ", StringComparison.Ordinal)), Is.False);
    }

    [Test]
    public void Without_Docker_its_absence_is_told()
    {
        var docker = new DockerServer(Path.Combine(_folder.Path, "no-docker"), TimeProvider.System);

        var failure = Assert.ThrowsAsync<MigrationException>(() => docker.EnsureAsync(null, CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.LocalServerDockerFailed));
    }

    private DockerServer Docker(string body)
    {
        var script = Path.Combine(_folder.Path, "docker");
        File.WriteAllText(script, $"#!/bin/sh\necho \"$@\" >>'{_folder.Path}/told'\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return new DockerServer(script, TimeProvider.System);
    }

    private Task<string[]> ToldAsync() => File.ReadAllLinesAsync(Path.Combine(_folder.Path, "told"));
}
