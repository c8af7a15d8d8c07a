using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using MongoDB.Bson;

namespace Migrations.Testing.Dumps;

// Documents one after the other, as a file of a dump has them.
internal static class DumpStream
{
    private const int Smallest = 5;
    private const int Largest = 16 * 1024 * 1024 + 16 * 1024;

    public static async IAsyncEnumerable<RawBsonDocument> DocumentsAsync(Stream stream, string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await ReadIntAsync(stream, file, cancellationToken).ConfigureAwait(false) is { } length)
        {
            yield return await ReadDocumentAsync(stream, length, file, cancellationToken).ConfigureAwait(false);
        }
    }

    // Null at the end.
    public static async Task<int?> ReadIntAsync(Stream stream, string file, CancellationToken cancellationToken)
    {
        var bytes = new byte[4];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return read switch { 0 => null, 4 => BinaryPrimitives.ReadInt32LittleEndian(bytes), _ => throw Damaged(file, "it ends in the middle of a length") };
    }

    // What follows its length.
    public static async Task<RawBsonDocument> ReadDocumentAsync(Stream stream, int length, string file, CancellationToken cancellationToken)
    {
        if (length is < Smallest or > Largest)
        {
            throw Damaged(file, $"a document says that it has {length} bytes");
        }

        var bytes = new byte[length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        var read = await stream.ReadAtLeastAsync(bytes.AsMemory(4), length - 4, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return read == length - 4 && bytes[^1] == 0 ? new RawBsonDocument(bytes) : throw Damaged(file, "it ends in the middle of a document");
    }

    public static InvalidDataException Damaged(string file, string fact) => new($"'{Path.GetFullPath(file)}' is no dump of mongodump, or a damaged one: {fact}.");
}
