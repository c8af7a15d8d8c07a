using System.Buffers.Binary;
using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Database.Commands;

// A run of a sequence's documents that fits into the body of one command. The driver sends raw commands without document sequences, and the server takes
// 16 MiB and 16 KiB for a whole body.
internal readonly record struct SequenceSlice(int FirstIndex, int Count, int Offset, int Length)
{
    public const int MaxLength = 15_000_000;

    // An update statement wraps filter and update, and the command's own fields need room, too.
    private const int WrapperAllowance = 14 * 1024;

    // Type, position and the zero behind it.
    private const int ElementHeader = 8;

    public int NextIndex => FirstIndex + Count;

    public int NextOffset => Offset + Length;

    public static SequenceSlice Cut(DocumentSequence sequence, int firstIndex, int offset, ChannelInfo limits)
    {
        var documents = sequence.Documents.Span;
        var largest = limits.MaxDocumentSize + (sequence.Identifier == "documents" ? 0 : WrapperAllowance);
        var end = offset;
        var count = 0;
        while (end < documents.Length && count < limits.MaxWriteBatchSize)
        {
            var length = LengthAt(documents, end, firstIndex + count);
            if (length > largest)
            {
                // What fits before it is sent first: an ordered command must have written it when the failure is reported.
                return count > 0 ? new SequenceSlice(firstIndex, count, offset, end - offset) : throw TooLarge(sequence, firstIndex, length, largest);
            }

            if (count > 0 && end - offset + length + ((count + 1) * ElementHeader) > MaxLength)
            {
                break;
            }

            end += length;
            count++;
        }

        return new SequenceSlice(firstIndex, count, offset, end - offset);
    }

    public static int LengthAt(ReadOnlySpan<byte> documents, int offset, int index)
    {
        var rest = documents.Length - offset;
        var length = rest >= 5 ? BinaryPrimitives.ReadInt32LittleEndian(documents[offset..]) : 0;
        return length >= 5 && length <= rest
            ? length
            : throw new ArgumentException($"The sequence's document {index} says it has {length} bytes, but {rest} are left.", nameof(documents));
    }

    private static DatabaseException TooLarge(DocumentSequence sequence, int index, int length, int largest) => new(
        MigrationErrorCode.StatementTooLarge,
        $"Number {index} of the '{sequence.Identifier}' has {length} bytes, and the server takes at most {largest}. It and what follows was not sent. Make the document smaller, or change less of it at a time.");
}
