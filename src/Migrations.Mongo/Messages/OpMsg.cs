using System.Buffers.Binary;
using System.Text;
using Migrations.Bson;

namespace Migrations.Mongo.Messages;

// https://github.com/mongodb/specifications/blob/master/source/message/OP_MSG.md
internal readonly struct OpMsg
{
    private const uint ChecksumPresent = 1;
    private const uint MoreToCome = 2;

    // Bits 0-15 must be understood; 16-31 may be ignored.
    private const uint RequiredBits = 0xFFFF;

    private OpMsg(RawBsonDocument body, IReadOnlyList<OpMsgSequence> sequences)
    {
        Body = body;
        Sequences = sequences;
    }

    public RawBsonDocument Body { get; }

    public IReadOnlyList<OpMsgSequence> Sequences { get; }

    // Takes a whole message, header included, and insists that every byte is accounted for.
    public static OpMsg Parse(ReadOnlyMemory<byte> message)
    {
        var bytes = message.Span;
        if (bytes.Length < MessageHeader.Size + 4 + 1 + 5)
        {
            throw new MessageFormatException($"The message has {bytes.Length} bytes, too few for an OP_MSG.");
        }

        var flags = BinaryPrimitives.ReadUInt32LittleEndian(bytes[MessageHeader.Size..]);
        CheckFlags(flags);
        var end = bytes.Length;
        if ((flags & ChecksumPresent) != 0)
        {
            end -= 4;
            CheckChecksum(bytes, end);
        }

        return ParseSections(message[..end], MessageHeader.Size + 4);
    }

    private static OpMsg ParseSections(ReadOnlyMemory<byte> message, int position)
    {
        RawBsonDocument? body = null;
        List<OpMsgSequence>? sequences = null;
        while (position < message.Length)
        {
            var kind = message.Span[position++];
            var length = LengthAt(message.Span, position, kind == 0 ? 5 : 5 + 1);
            var section = message.Slice(position, length);
            position += length;
            switch (kind)
            {
                case 0 when body is null:
                    body = new RawBsonDocument(section);
                    break;
                case 0:
                    throw new MessageFormatException("The message has two sections of kind 0.");
                case 1:
                    Add(sequences ??= [], OpMsgSequence.Parse(section));
                    break;
                default:
                    throw new MessageFormatException($"The message has a section of kind {kind}, and only 0 and 1 exist.");
            }
        }

        return new OpMsg(body ?? throw new MessageFormatException("The message has no section of kind 0."), sequences ?? []);
    }

    private static void Add(List<OpMsgSequence> sequences, OpMsgSequence sequence)
    {
        if (sequences.Exists(s => s.Identifier == sequence.Identifier))
        {
            throw new MessageFormatException($"The message has two sequences of the name '{sequence.Identifier}'.");
        }

        sequences.Add(sequence);
    }

    private static int LengthAt(ReadOnlySpan<byte> bytes, int position, int minimum)
    {
        if (bytes.Length - position < 4)
        {
            throw new MessageFormatException("The length of a section is cut off.");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[position..]);
        return length >= minimum && length <= bytes.Length - position
            ? length
            : throw new MessageFormatException($"A section says it has {length} bytes, but {bytes.Length - position} are left.");
    }

    private static void CheckFlags(uint flags)
    {
        if ((flags & RequiredBits & ~(ChecksumPresent | MoreToCome)) is not 0 and var unknown)
        {
            throw new MessageFormatException($"The message has the required flag bits 0x{unknown:X}, which are not known.");
        }

        if ((flags & MoreToCome) != 0)
        {
            throw new MessageFormatException("The message announces more replies, which were not asked for.");
        }
    }

    private static void CheckChecksum(ReadOnlySpan<byte> bytes, int end)
    {
        var expected = BinaryPrimitives.ReadUInt32LittleEndian(bytes[end..]);
        var actual = Crc32C.Compute(bytes[..end]);
        if (expected != actual)
        {
            throw new MessageFormatException($"The message carries the checksum {expected:x8}, but its bytes have {actual:x8}.");
        }
    }
}

internal readonly record struct OpMsgSequence(string Identifier, ReadOnlyMemory<byte> Documents)
{
    // The section without its kind byte: size, name, documents.
    public static OpMsgSequence Parse(ReadOnlyMemory<byte> section)
    {
        var end = section.Span[4..].IndexOf((byte)0);
        return end >= 0
            ? new OpMsgSequence(Encoding.UTF8.GetString(section.Span.Slice(4, end)), section[(4 + end + 1)..])
            : throw new MessageFormatException("The name of a sequence has no end.");
    }
}
