using System.Buffers.Binary;
using Migrations.Channel;
using Migrations.Mongo.Handshake;

namespace Migrations.Mongo.Commands;

// A run of a sequence's documents that fits into one message.
internal readonly record struct SequenceBatch(int FirstIndex, int Count, int Offset, int Length)
{
    // What our own fields may take: session, transaction, cluster time, concerns, database name.
    private const int FieldsAllowance = 16 * 1024;

    // An update statement wraps filter and update; the server allows it this much on top of the document's limit.
    private const int WrapperAllowance = 16 * 1024;

    public int NextIndex => FirstIndex + Count;

    public int NextOffset => Offset + Length;

    public static SequenceBatch Cut(DocumentSequence sequence, int firstIndex, int offset, int bodyLength, HelloReply limits)
    {
        var documents = sequence.Documents.Span;
        var room = (long)limits.MaxMessageSize - FieldsAllowance - bodyLength - sequence.Identifier.Length;
        var largest = limits.MaxDocumentSize + (sequence.Identifier == "documents" ? 0 : WrapperAllowance);
        var end = offset;
        var count = 0;
        while (end < documents.Length && count < limits.MaxWriteBatchSize)
        {
            var length = LengthAt(documents, end, firstIndex + count);
            if (length > largest)
            {
                // What fits before it is sent first: an ordered command must have written it when the failure is reported.
                return count > 0 ? new SequenceBatch(firstIndex, count, offset, end - offset) : throw TooLarge(sequence, firstIndex, length, largest);
            }

            if (end - offset + (long)length > room && count > 0)
            {
                break;
            }

            end += length;
            count++;
        }

        return new SequenceBatch(firstIndex, count, offset, end - offset);
    }

    private static int LengthAt(ReadOnlySpan<byte> documents, int offset, int index)
    {
        var rest = documents.Length - offset;
        var length = rest >= 5 ? BinaryPrimitives.ReadInt32LittleEndian(documents[offset..]) : 0;
        return length >= 5 && length <= rest
            ? length
            : throw new ArgumentException($"The sequence's document {index} says it has {length} bytes, but {rest} are left.", nameof(documents));
    }

    private static MongoException TooLarge(DocumentSequence sequence, int index, int length, int largest) => new(
        MigrationErrorCode.StatementTooLarge,
        $"Number {index} of the '{sequence.Identifier}' has {length} bytes, and the server takes at most {largest}. It and what follows was not sent. Make the document smaller, or change less of it at a time.");
}
