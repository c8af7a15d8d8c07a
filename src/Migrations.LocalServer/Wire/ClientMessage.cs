using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Migrations.Bytes;

namespace Migrations.LocalServer.Wire;

// A command as a client sent it: OP_MSG, or the OP_QUERY that older drivers open a connection with.
internal sealed class ClientMessage
{
    private const uint ChecksumPresent = 1;
    private const uint MoreToCome = 2;
    private const uint KnownRequiredFlags = ChecksumPresent | MoreToCome;

    private ClientMessage(MessageHeader header, RawDocument body, IReadOnlyList<SequenceSection> sequences)
    {
        Header = header;
        Body = body;
        Sequences = sequences;
    }

    public MessageHeader Header { get; }

    public RawDocument Body { get; }

    public IReadOnlyList<SequenceSection> Sequences { get; }

    public bool IsLegacy => Header.OpCode == OpCode.Query;

    public bool WantsReply { get; private init; } = true;

    public string? LegacyDatabase { get; private init; }

    public static ClientMessage Parse(MessageHeader header, ReadOnlyMemory<byte> content) => header.OpCode switch
    {
        OpCode.Message => ParseMessage(header, content),
        OpCode.Query => ParseQuery(header, content),
        _ => throw new WireFormatException($"The operation {(int)header.OpCode} is not supported; only OP_MSG (2013) is."),
    };

    private static ClientMessage ParseMessage(MessageHeader header, ReadOnlyMemory<byte> content)
    {
        Require(content.Length >= 4, "ends before its flags");
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(content.Span);
        Require((flags & 0xFFFF & ~KnownRequiredFlags) == 0, "has required flags that are not known");
        var sections = ((flags & ChecksumPresent) == 0 ? content : WithoutChecksum(header, content))[4..];
        RawDocument? body = null;
        List<SequenceSection>? sequences = null;
        while (!sections.IsEmpty)
        {
            var kind = sections.Span[0];
            sections = sections[1..];
            var size = Take(sections);
            if (kind == 0)
            {
                Require(body is null, "has two bodies");
                body = new RawDocument(sections[..size]);
            }
            else
            {
                Require(kind == 1, "has a section of unknown kind");
                (sequences ??= []).Add(ParseSequence(sections[4..size]));
            }

            sections = sections[size..];
        }

        Require(body is not null, "has no body");
        return new ClientMessage(header, body!.Value, (IReadOnlyList<SequenceSection>?)sequences ?? []) { WantsReply = (flags & MoreToCome) == 0 };
    }

    // int32 flags, cstring "database.$cmd", int32 skip, int32 limit, document
    private static ClientMessage ParseQuery(MessageHeader header, ReadOnlyMemory<byte> content)
    {
        Require(content.Length > 4, "ends before its namespace");
        var end = content.Span[4..].IndexOf((byte)0);
        Require(end > 0 && content.Length > 4 + end + 1 + 8 + 4, "ends before its query");
        var name = Encoding.UTF8.GetString(content.Span.Slice(4, end));
        Require(name.EndsWith(".$cmd", StringComparison.Ordinal), "is a query of a collection, which the protocol no longer has");
        var document = content[(4 + end + 1 + 8)..];
        return new ClientMessage(header, new RawDocument(document[..Take(document)]), []) { LegacyDatabase = name[..^5] };
    }

    private static SequenceSection ParseSequence(ReadOnlyMemory<byte> bytes)
    {
        var end = bytes.Span.IndexOf((byte)0);
        Require(end > 0, "has a sequence without a name");
        return new SequenceSection(Encoding.UTF8.GetString(bytes.Span[..end]), bytes[(end + 1)..]);
    }

    private static int Take(ReadOnlyMemory<byte> bytes)
    {
        Require(bytes.Length >= 5, "ends within a section");
        var size = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
        Require(size >= 5 && size <= bytes.Length, "has a section longer than itself");
        return size;
    }

    private static ReadOnlyMemory<byte> WithoutChecksum(MessageHeader header, ReadOnlyMemory<byte> content)
    {
        Require(content.Length >= 8, "ends before its checksum");
        Span<byte> start = stackalloc byte[MessageHeader.Size];
        header.Write(start);
        var crc = Crc32C(Crc32C(uint.MaxValue, start), content.Span[..^4]) ^ uint.MaxValue;
        Require(crc == BinaryPrimitives.ReadUInt32LittleEndian(content.Span[^4..]), "has a wrong checksum");
        return content[..^4];
    }

    private static uint Crc32C(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return crc;
    }

    private static void Require(bool condition, string fault)
    {
        if (!condition)
        {
            throw new WireFormatException($"A message {fault}.");
        }
    }
}

// A kind-1 section: concatenated documents, which the engine takes as a bsonsequence.
internal readonly record struct SequenceSection(string Name, ReadOnlyMemory<byte> Documents);
