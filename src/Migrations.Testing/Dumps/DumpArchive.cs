using System.Runtime.CompilerServices;
using MongoDB.Bson;

namespace Migrations.Testing.Dumps;

// 'mongodump --archive': a number, what collections there are, and pieces of collections in any order, each between a header and a terminator.
// Format: https://github.com/mongodb/mongo-tools/blob/master/common/archive/archive.go
internal sealed class DumpArchive
{
    private const int Magic = unchecked((int)0x8199E26D);
    private const int Terminator = -1;
    private readonly Stream _stream;
    private readonly string _file;

    private DumpArchive(Stream stream, string file, IReadOnlyList<(string, string)> collections) => (_stream, _file, Collections) = (stream, file, collections);

    // Each with its options and indexes, as JSON.
    public IReadOnlyList<(string Name, string Metadata)> Collections { get; }

    public static async Task<DumpArchive> OpenAsync(Stream stream, string file, CancellationToken cancellationToken)
    {
        if (await DumpStream.ReadIntAsync(stream, file, cancellationToken).ConfigureAwait(false) != Magic)
        {
            throw DumpStream.Damaged(file, "it does not begin as an archive");
        }

        // The first one is about the archive itself.
        var prelude = await SectionAsync(stream, file, cancellationToken).ConfigureAwait(false);
        var collections = prelude.Skip(1).Where(d => d.Contains("metadata")).ToList();
        var databases = collections.Select(d => d["db"].AsString).Distinct(StringComparer.Ordinal).ToList();
        return databases.Count < 2
            ? new DumpArchive(stream, file, [.. collections.Select(d => (d["collection"].AsString, d["metadata"].AsString))])
            : throw new InvalidDataException($"'{Path.GetFullPath(file)}' has the databases {string.Join(", ", databases)}. Dump one alone: mongodump --db NAME --archive.");
    }

    public async IAsyncEnumerable<(string Collection, IReadOnlyList<RawBsonDocument> Documents)> SegmentsAsync(int batchSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await DumpStream.ReadIntAsync(_stream, _file, cancellationToken).ConfigureAwait(false) is { } length)
        {
            var header = await DumpStream.ReadDocumentAsync(_stream, length, _file, cancellationToken).ConfigureAwait(false);
            var (collection, batch) = (header["collection"].AsString, new List<RawBsonDocument>());
            await foreach (var document in PieceAsync(cancellationToken).ConfigureAwait(false))
            {
                batch.Add(document);
                if (batch.Count == batchSize)
                {
                    yield return (collection, batch);
                    batch = [];
                }
            }

            if (batch.Count > 0)
            {
                yield return (collection, batch);
            }
        }
    }

    private async IAsyncEnumerable<RawBsonDocument> PieceAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await LengthAsync(_stream, _file, cancellationToken).ConfigureAwait(false) is var length && length != Terminator)
        {
            yield return await DumpStream.ReadDocumentAsync(_stream, length, _file, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<List<RawBsonDocument>> SectionAsync(Stream stream, string file, CancellationToken cancellationToken)
    {
        var documents = new List<RawBsonDocument>();
        while (await LengthAsync(stream, file, cancellationToken).ConfigureAwait(false) is var length && length != Terminator)
        {
            documents.Add(await DumpStream.ReadDocumentAsync(stream, length, file, cancellationToken).ConfigureAwait(false));
        }

        return documents;
    }

    private static async Task<int> LengthAsync(Stream stream, string file, CancellationToken cancellationToken) =>
        await DumpStream.ReadIntAsync(stream, file, cancellationToken).ConfigureAwait(false) ?? throw DumpStream.Damaged(file, "it ends without a terminator");
}
