using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Migrations.Mongo.ConnectionStrings;

namespace Migrations.Mongo.Transport;

// Opens byte streams to servers.
internal sealed class Dialer(TlsSettings? settings)
{
    private readonly TlsClient? _tls = settings is null ? null : new TlsClient(settings);

    public async Task<ServerTransport> DialAsync(ServerAddress address, CancellationToken cancellationToken)
    {
        var socket = await ConnectAsync(address, cancellationToken).ConfigureAwait(false);
        try
        {
            SslStream? tls = null;
            if (_tls is not null)
            {
                tls = await _tls.AuthenticateAsync(socket, address.Host, cancellationToken).ConfigureAwait(false);
            }

            return new ServerTransport(socket, tls);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Socket> ConnectAsync(ServerAddress address, CancellationToken cancellationToken)
    {
        if (address.IsUnixSocket)
        {
            return await ConnectAsync(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(address.Host), cancellationToken)
                .ConfigureAwait(false);
        }

        SocketException? last = null;
        foreach (var candidate in await Dns.GetHostAddressesAsync(address.Host, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                return await ConnectAsync(NewTcpSocket(candidate.AddressFamily), new IPEndPoint(candidate, address.Port), cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException e)
            {
                // A name may have addresses of which only some lead to the server: the next one is tried.
                last = e;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static Socket NewTcpSocket(AddressFamily family)
    {
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 120);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        return socket;
    }

    private static async Task<Socket> ConnectAsync(Socket socket, EndPoint endPoint, CancellationToken cancellationToken)
    {
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
