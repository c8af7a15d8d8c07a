using System.Net;
using System.Net.Sockets;
using Migrations.Testing;

namespace Migrations.Mongo.Tests;

public sealed class UnixSocketTests
{
    [Test]
    public async Task A_socket_in_the_file_system_is_a_way_to_a_server()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock");
        await using var server = new FakeServer();
        var port = server.Port;
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var stop = new CancellationTokenSource();
        var relay = RelayAsync(listener, port, stop.Token);
        try
        {
            await using var channel = MongoChannel.Create($"mongodb://{Uri.EscapeDataString(path)}/shop");

            var info = await channel.ConnectAsync(CancellationToken.None);

            Assert.That(info.Server, Is.EqualTo(path));
        }
        finally
        {
            await stop.CancelAsync();
            await relay;
            stop.Dispose();
            File.Delete(path);
        }
    }

    private static async Task RelayAsync(Socket listener, int port, CancellationToken cancellationToken)
    {
        var pumps = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync(cancellationToken);
                var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
                pumps.Add(PumpAsync(client, server));
                pumps.Add(PumpAsync(server, client));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
        finally
        {
            listener.Dispose();
        }
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        await Task.Yield();
        try
        {
            await using var source = new NetworkStream(from, ownsSocket: true);
            await using var target = new NetworkStream(to, ownsSocket: false);
            await source.CopyToAsync(target);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // One side has hung up.
        }
    }
}
