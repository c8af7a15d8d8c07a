using Migrations.Bytes;
using Migrations.Engine.Database;
using MongoDB.Bson;

namespace Migrations.Engine.Storage.Images;

// The collection of the images: for each batch a document, or several where it is too large for one.
internal sealed class ImageStore(CollectionCommands commands, StateNames names)
{
    // Half of a document's maximum size, so that it fits with everything around it.
    public const int MaxPart = 8 * 1024 * 1024;

    private static readonly BsonDocument NewestFirst = new("_id", -1);

    public async Task PrepareAsync(string tree, string id, CancellationToken cancellationToken)
    {
        await commands.CreateAsync(names.Images, cancellationToken).ConfigureAwait(false);
        await ForgetAsync(tree, id, cancellationToken).ConfigureAwait(false);
    }

    public Task ForgetAsync(string tree, string id, CancellationToken cancellationToken) =>
        commands.DeleteAsync(names.Images, OfMigration(tree, id), null, cancellationToken);

    public async Task SaveAsync(BatchKey key, int attempt, ImageOrigin origin, IReadOnlyList<StoredDocument> documents, IChannelSession? session, CancellationToken cancellationToken)
    {
        if (session is null && attempt == 0)
        {
            // A run that died before it announced this batch may have left more parts than are written now.
            await commands.DeleteAsync(names.Images, OfBatch(key), null, cancellationToken).ConfigureAwait(false);
        }

        var packed = ImageCodec.Pack(documents);
        for (var (part, start) = (0, 0); start < packed.Length; part++, start += MaxPart)
        {
            var fields = new BsonDocument
            {
                { "collection", origin.Collection },
                { "run", origin.Run },
                { "documents", part == 0 && attempt == 0 ? documents.Count : 0 },
                { "bytes", part == 0 ? documents.Sum(d => (long)d.Before.Length) : 0L },
                { "stored", Math.Min(MaxPart, packed.Length - start) },
                { "data", new BsonBinaryData(packed.AsSpan(start, Math.Min(MaxPart, packed.Length - start)).ToArray()) },
            };
            var update = new BsonDocument { { "$set", fields }, { "$currentDate", new BsonDocument("at", true) } };
            await commands.UpdateAsync(names.Images, new BsonDocument("_id", key.ToDocument().Set("attempt", attempt).Set("part", part)), update, session, cancellationToken, upsert: true).ConfigureAwait(false);
        }
    }

    // Documents whose update the server refused: what was stored of them in this batch does not count.
    public Task SaveRefusedAsync(BatchKey key, int attempt, ImageOrigin origin, IReadOnlyList<BsonValue> refused, CancellationToken cancellationToken)
    {
        var fields = new BsonDocument { { "collection", origin.Collection }, { "run", origin.Run }, { "documents", -refused.Count }, { "bytes", 0L }, { "stored", 0 }, { "refused", new BsonArray(refused) } };
        var update = new BsonDocument { { "$set", fields }, { "$currentDate", new BsonDocument("at", true) } };
        return commands.UpdateAsync(names.Images, new BsonDocument("_id", key.ToDocument().Set("attempt", attempt).Set("part", 0)), update, null, cancellationToken, upsert: true);
    }

    public async Task<int> FindNextAttemptAsync(BatchKey key, CancellationToken cancellationToken) =>
        await FindKeyAsync(OfBatch(key), null, cancellationToken).ConfigureAwait(false) is { } newest ? newest.Number("attempt", 0, int.MaxValue - 1) + 1 : 1;

    public async Task<BatchKey?> FindNewestAsync(string tree, string id, IChannelSession? session, CancellationToken cancellationToken) =>
        await FindKeyAsync(OfMigration(tree, id), session, cancellationToken).ConfigureAwait(false) is { } newest ? BatchKey.Read(newest) : null;

    public async Task<StoredBatch> ReadAsync(BatchKey key, IChannelSession? session, CancellationToken cancellationToken)
    {
        var keys = new List<BsonDocument>();
        var (packed, refused, places) = (new SortedDictionary<int, MemoryStream>(), new Dictionary<int, IReadOnlyList<BsonValue>>(), new Dictionary<int, StateDocument>());
        var collection = "";
        var body = new BsonDocument { { "find", names.Images }, { "filter", OfBatch(key) }, { "sort", new BsonDocument("_id", 1) }, { "batchSize", 2 } };
        await foreach (var found in commands.ReadAsync(body, session, cancellationToken).ConfigureAwait(false))
        {
            var image = names.Read(StateKind.Images, found);
            var own = ReadKey(image);
            keys.Add(own.Fields);
            collection = image.Text("collection");
            var attempt = own.Number("attempt", 0, int.MaxValue - 1);
            packed.TryAdd(attempt, new MemoryStream());
            places.TryAdd(attempt, image);
            if (image.Has("refused"))
            {
                refused[attempt] = image.Values("refused");
            }
            else
            {
                packed[attempt].Write(image.Value("data") is BsonBinaryData data ? data.Bytes : throw image.Fault("data", "binary"));
            }
        }

        var documents = new Dictionary<BsonValue, StoredDocument>();
        foreach (var (attempt, bytes) in packed)
        {
            if (refused.TryGetValue(attempt, out var ids))
            {
                ids.ToList().ForEach(id => documents.Remove(DocumentId.Of(id)));
                continue;
            }

            bytes.Position = 0;
            foreach (var document in Unpack(bytes, places[attempt]))
            {
                documents[document.Id] = document;
            }
        }

        return new StoredBatch(key, collection, [.. documents.Values], keys);
    }

    public Task DeleteAsync(StoredBatch batch, IChannelSession? session, CancellationToken cancellationToken) =>
        commands.DeleteAsync(names.Images, new BsonDocument("_id", new BsonDocument("$in", new BsonArray(batch.ImageKeys))), session, cancellationToken);

    // The images of a batch and of all later ones in its range: these batches were never started.
    public Task ForgetFromAsync(BatchKey first, CancellationToken cancellationToken)
    {
        var last = MigrationKey.Of(first.Tree, first.Id).Set("range", first.Range).Set("seq", BsonMaxKey.Value);
        return commands.DeleteAsync(names.Images, new BsonDocument("_id", new BsonDocument { { "$gte", first.ToDocument() }, { "$lte", last } }), null, cancellationToken);
    }

    // Of all migrations, or of one, or of those whose newest image is older, by the server's clock.
    public async Task<IReadOnlyList<ImageSummary>> SummariseAsync(BsonDocument filter, TimeSpan? age, CancellationToken cancellationToken)
    {
        var pipeline = new BsonArray
        {
            new BsonDocument("$match", filter),
            new BsonDocument("$group", new BsonDocument
            {
                { "_id", new BsonDocument { { "tree", "$_id.tree" }, { "id", "$_id.id" } } },
                { "documents", new BsonDocument("$sum", "$documents") },
                { "stored", new BsonDocument("$sum", "$stored") },
                { "newest", new BsonDocument("$max", "$at") },
            }),
        };
        if (age is { } least)
        {
            var limit = new BsonDocument("$subtract", new BsonArray(["$$NOW", (long)least.TotalMilliseconds]));
            pipeline.Add(new BsonDocument("$match", new BsonDocument("$expr", new BsonDocument("$lte", new BsonArray(["$newest", limit])))));
        }

        var summaries = new List<ImageSummary>();
        var body = new BsonDocument { { "aggregate", names.Images }, { "pipeline", pipeline }, { "cursor", new BsonDocument() } };
        await foreach (var group in commands.ReadAsync(body, null, cancellationToken).ConfigureAwait(false))
        {
            // Documents that name no migration are not images, and are left alone.
            var summary = names.Read(StateKind.Images, group);
            if (summary.Document("_id") is var key && key.ValueOrNull("tree") is BsonString tree && key.ValueOrNull("id") is BsonString id)
            {
                summaries.Add(new ImageSummary(tree.Value, id.Value, summary.Count("documents"), summary.Count("stored")));
            }
        }

        return summaries;
    }

    public async Task<long> CountDocumentsAsync(string tree, string id, CancellationToken cancellationToken) =>
        (await SummariseAsync(OfMigration(tree, id), null, cancellationToken).ConfigureAwait(false)).Sum(s => s.Documents);

    private async Task<StateDocument?> FindKeyAsync(BsonDocument filter, IChannelSession? session, CancellationToken cancellationToken)
    {
        var body = new BsonDocument { { "find", names.Images }, { "filter", filter }, { "sort", NewestFirst }, { "projection", new BsonDocument("_id", 1) }, { "limit", 1 }, { "singleBatch", true } };
        await foreach (var image in commands.ReadAsync(body, session, cancellationToken).ConfigureAwait(false))
        {
            return ReadKey(names.Read(StateKind.Images, image));
        }

        return null;
    }

    private static StateDocument ReadKey(StateDocument image) => image.Key("tree", "id", "range", "seq", "attempt", "part");

    private static IReadOnlyList<StoredDocument> Unpack(Stream packed, StateDocument image)
    {
        try
        {
            return ImageCodec.Unpack(packed);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or InvalidOperationException or BsonFormatException)
        {
            throw image.Fault("data", "the documents that were stored");
        }
    }

    private static BsonDocument OfMigration(string tree, string id) => MigrationKey.Within(MigrationKey.Of(tree, id), "range");

    private static BsonDocument OfBatch(BatchKey key) => MigrationKey.Within(key.ToDocument(), "attempt");
}

internal sealed record ImageOrigin(string Run, string Collection);

// Totals of the images of one migration.
internal sealed record ImageSummary(string Tree, string Id, long Documents, long Bytes);

// What one batch changed, read back: where its documents are, and the keys of the images that hold them.
internal sealed record StoredBatch(BatchKey Key, string Collection, IReadOnlyList<StoredDocument> Documents, IReadOnlyList<BsonDocument> ImageKeys);
