using System.Buffers.Binary;

namespace Migrations.LocalServer.Wire;

internal readonly record struct MessageHeader(int Length, int RequestId, int ResponseTo, OpCode OpCode)
{
    public const int Size = 16;

    // What hello announces, plus room for the command around it.
    private const int MaxLength = 48_000_000 + 16 * 1024;

    public static MessageHeader Parse(ReadOnlySpan<byte> bytes)
    {
        var header = new MessageHeader(
            BinaryPrimitives.ReadInt32LittleEndian(bytes),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            (OpCode)BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]));
        return header.Length is >= Size and <= MaxLength
            ? header
            : throw new WireFormatException($"A message claims to have {header.Length} bytes; {Size} to {MaxLength} are possible.");
    }

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, Length);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], RequestId);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], ResponseTo);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], (int)OpCode);
    }
}

internal enum OpCode
{
    Reply = 1,
    Query = 2004,
    Message = 2013,
}

// A client sent an invalid message; the connection cannot continue.
internal sealed class WireFormatException(string message) : Exception(message);
