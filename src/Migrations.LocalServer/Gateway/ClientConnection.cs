using System.Net.Sockets;
using Migrations.LocalServer.Gateway.Commands;
using Migrations.LocalServer.Wire;

namespace Migrations.LocalServer.Gateway;

// One client: a message, its reply, the next message.
internal sealed class ClientConnection(Socket socket, GatewayState gateway, int id)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        await using (stream.ConfigureAwait(false))
        {
            using var reader = new MessageReader(stream);
            var writer = new ReplyWriter(stream);
            var dispatcher = new CommandDispatcher(gateway, new ClientState(id, socket.RemoteEndPoint?.ToString() ?? ""));
            try
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } message)
                {
                    if (await dispatcher.DispatchAsync(message, cancellationToken).ConfigureAwait(false) is not { } reply)
                    {
                        return;
                    }

                    if (message.WantsReply)
                    {
                        await writer.WriteAsync(message, reply, cancellationToken).ConfigureAwait(false);
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or WireFormatException or OperationCanceledException)
            {
                // The client left, speaks another protocol, or the gateway stops: either way this connection is over.
            }
        }
    }
}
