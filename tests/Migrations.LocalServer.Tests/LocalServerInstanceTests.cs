using Migrations.LocalServer.Postgres;
using Migrations.LocalServer.Errors;
using Migrations.Shared;
using System.Net;
using System.Net.Sockets;
using Migrations.LocalServer.Tests.Gateway;

namespace Migrations.LocalServer.Tests;

public sealed class LocalServerInstanceTests
{
    [SetUp]
    public void Prepare() => RunningServer.Require();

    [Test]
    public async Task Several_servers_run_at_once()
    {
        await using var one = await LocalServerInstance.StartAsync(new LocalServerOptions { Durability = Durability.Disposable });
        await using var two = await LocalServerInstance.StartAsync(new LocalServerOptions { Durability = Durability.Full });

        Assert.That(one.Port, Is.Not.EqualTo(two.Port));
    }

    [Test]
    public async Task Data_of_a_named_folder_is_there_at_the_next_start()
    {
        using var folder = new TemporaryFolder();
        var options = new LocalServerOptions { DataDirectory = Path.Combine(folder.Path, "data") };
        await using (var first = await LocalServerInstance.StartAsync(options))
        {
            using var client = await WireClient.ConnectAsync(first.Port, "d");
            await client.RunAsync("""{ "insert": "c", "documents": [ { "_id": 1 } ] }""");
        }

        await using var second = await LocalServerInstance.StartAsync(options);
        using var again = await WireClient.ConnectAsync(second.Port, "d");

        Assert.That((await again.RunAsync("""{ "count": "c" }"""))["n"].ToInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task Data_without_a_name_are_gone_after_the_stop()
    {
        var server = await LocalServerInstance.StartAsync(new LocalServerOptions());
        await server.StopAsync();

        Assert.That(Directory.Exists(server.DataDirectory), Is.False);
    }

    [Test]
    public void A_folder_with_other_files_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        var data = Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName;
        File.WriteAllText(Path.Combine(data, "letter.txt"), "");

        var failure = Assert.ThrowsAsync<LocalServerException>(() => LocalServerInstance.StartAsync(new LocalServerOptions { DataDirectory = data }));

        Assert.That(failure.Code, Is.EqualTo(LocalServerErrorCode.StartFailed));
        Assert.That(File.Exists(Path.Combine(data, "letter.txt")), Is.True);
    }

    [Test]
    public void A_port_that_is_taken_is_reported()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        var port = ((IPEndPoint)other.LocalEndPoint!).Port;

        var failure = Assert.ThrowsAsync<LocalServerException>(() => LocalServerInstance.StartAsync(new LocalServerOptions { Port = port }));

        Assert.That(failure.Code, Is.EqualTo(LocalServerErrorCode.PortTaken));
    }
}
