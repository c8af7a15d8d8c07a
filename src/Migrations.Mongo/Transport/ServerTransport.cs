using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Migrations.Mongo.Transport;

// A byte stream to a server, encrypted or not. Knows nothing of messages.
internal sealed class ServerTransport(Socket socket, SslStream? tls) : IDisposable
{
    // Below this, one record (and one packet) is worth a copy.
    private const int JoinBelow = 16 * 1024;

    // A socket that the server has closed is readable and has nothing to read.
    public bool IsClosedByServer()
    {
        try
        {
            return socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        tls is null ? socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken) : tls.ReadAsync(buffer, cancellationToken);

    public ValueTask SendAsync(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> tail, CancellationToken cancellationToken)
    {
        if (tls is not null)
        {
            return SendEncryptedAsync(tls, head, tail, cancellationToken);
        }

        return tail.IsEmpty ? SendAllAsync(head, cancellationToken) : SendVectoredAsync(head, tail, cancellationToken);
    }

    public void Dispose()
    {
        socket.Dispose();
        tls?.Dispose();
    }

    private static async ValueTask SendEncryptedAsync(SslStream stream, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> tail, CancellationToken cancellationToken)
    {
        if (tail.IsEmpty || head.Length + tail.Length > JoinBelow)
        {
            await stream.WriteAsync(head, cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync(tail, cancellationToken).ConfigureAwait(false);
            return;
        }

        var joined = ArrayPool<byte>.Shared.Rent(head.Length + tail.Length);
        try
        {
            head.CopyTo(joined);
            tail.CopyTo(joined.AsMemory(head.Length));
            await stream.WriteAsync(joined.AsMemory(0, head.Length + tail.Length), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    private async ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
        }
    }

    // One system call for both parts. It cannot be cancelled but by closing the socket, which is what becomes of it anyway.
    private async ValueTask SendVectoredAsync(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> tail, CancellationToken cancellationToken)
    {
        var sent = 0;
        if (MemoryMarshal.TryGetArray(head, out var first) && MemoryMarshal.TryGetArray(tail, out var second))
        {
            using var registration = cancellationToken.UnsafeRegister(static state => ((Socket)state!).Dispose(), socket);
            sent = await socket.SendAsync([first, second], SocketFlags.None).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (sent < head.Length)
        {
            await SendAllAsync(head[sent..], cancellationToken).ConfigureAwait(false);
        }

        await SendAllAsync(tail[Math.Max(0, sent - head.Length)..], cancellationToken).ConfigureAwait(false);
    }
}
