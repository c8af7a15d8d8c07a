using System.IO.Compression;
using Migrations.Engine.Storage;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Testing.Dumps;

// Reads what 'mongodump' wrote: a folder with a file a collection, or one archive; either may be compressed by gzip. Only a batch is in memory.
internal static class DumpReader
{
    private const int BatchSize = 500;
    private const string Metadata = ".metadata.json";

    public static async Task RestoreAsync(string path, IMongoDatabase database, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            await RestoreFolderAsync(FolderOf(path), database, cancellationToken).ConfigureAwait(false);
        }
        else if (File.Exists(path))
        {
            await RestoreArchiveAsync(path, database, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            throw new InvalidDataException($"There is no dump '{Path.GetFullPath(path)}'.");
        }
    }

    // 'mongodump' writes a folder for each database into its own.
    private static string FolderOf(string path)
    {
        if (Files(path).Any())
        {
            return path;
        }

        var databases = Directory.GetDirectories(path).Where(d => Files(d).Any()).ToList();
        return databases is [var only] ? only : throw new InvalidDataException($"'{Path.GetFullPath(path)}' has {databases.Count} databases. Name the folder of one.");
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder).Where(f => f.EndsWith(".bson", StringComparison.Ordinal) || f.EndsWith(".bson.gz", StringComparison.Ordinal));

    private static async Task RestoreFolderAsync(string folder, IMongoDatabase database, CancellationToken cancellationToken)
    {
        foreach (var metadata in Directory.EnumerateFiles(folder).Where(f => f.EndsWith(Metadata, StringComparison.Ordinal) || f.EndsWith(Metadata + ".gz", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = Open(metadata);
            using var reader = new StreamReader(stream);
            await CreateAsync(database, NameOf(metadata, Metadata), await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        foreach (var file in Files(folder).Where(f => !IsLeftOut(NameOf(f, ".bson"))).Order(StringComparer.Ordinal))
        {
            using var stream = Open(file);
            await InsertAsync(database, NameOf(file, ".bson"), DumpStream.DocumentsAsync(stream, file, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task RestoreArchiveAsync(string path, IMongoDatabase database, CancellationToken cancellationToken)
    {
        using var stream = Open(path);
        var archive = await DumpArchive.OpenAsync(stream, path, cancellationToken).ConfigureAwait(false);
        foreach (var (collection, metadata) in archive.Collections)
        {
            await CreateAsync(database, collection, metadata, cancellationToken).ConfigureAwait(false);
        }

        await foreach (var (collection, documents) in archive.SegmentsAsync(BatchSize, cancellationToken).ConfigureAwait(false))
        {
            await (IsLeftOut(collection) ? Task.CompletedTask : database.GetCollection<RawBsonDocument>(collection).InsertManyAsync(documents, cancellationToken: cancellationToken)).ConfigureAwait(false);
        }
    }

    // The server's own, and what is recorded of migrations: the test says where the documents stand.
    private static bool IsLeftOut(string collection) => collection.StartsWith("system.", StringComparison.Ordinal) || new StateNames(StateNames.DefaultPrefix).Owns(collection);

    // The options and indexes that the collection had.
    private static async Task CreateAsync(IMongoDatabase database, string collection, string metadata, CancellationToken cancellationToken)
    {
        if (IsLeftOut(collection))
        {
            return;
        }

        var description = BsonDocument.Parse(metadata);
        var options = description.GetValue("options", new BsonDocument()).AsBsonDocument;
        options.Remove("uuid");
        if (options.Contains("timeseries"))
        {
            throw new InvalidDataException($"The collection '{collection}' of the dump is a time series, which cannot be restored here. Leave it out of the dump: mongodump --excludeCollection {collection}.");
        }

        await database.RunCommandAsync<BsonDocument>(new BsonDocument("create", collection).Merge(options), cancellationToken: cancellationToken).ConfigureAwait(false);
        var indexes = description.GetValue("indexes", new BsonArray()).AsBsonArray.Select(i => i.AsBsonDocument).Where(i => i["name"] != "_id_").ToList();
        if (indexes.Count > 0)
        {
            indexes.ForEach(i => i.Remove("ns"));
            await database.RunCommandAsync<BsonDocument>(new BsonDocument { { "createIndexes", collection }, { "indexes", new BsonArray(indexes) } }, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task InsertAsync(IMongoDatabase database, string collection, IAsyncEnumerable<RawBsonDocument> documents, CancellationToken cancellationToken)
    {
        await foreach (var batch in documents.Chunk(BatchSize).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            await database.GetCollection<RawBsonDocument>(collection).InsertManyAsync(batch, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    // Names of collections are written with '%' and two digits for what no file may have.
    private static string NameOf(string file, string ending)
    {
        var name = Path.GetFileName(file);
        return Uri.UnescapeDataString(name[..name.LastIndexOf(ending, StringComparison.Ordinal)]);
    }

    // Compressed or not is told by its first bytes, as 'mongorestore' needs '--gzip' to know.
    private static Stream Open(string file)
    {
        var stream = File.OpenRead(file);
        var isCompressed = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
        stream.Position = 0;
        return isCompressed ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }
}
