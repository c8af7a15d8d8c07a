using Migrations.Engine.Kinds.Raw;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Storage;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Tests.Passes.Batches;

namespace Migrations.Engine.Tests.Storage;

public sealed class PendingBatchTests
{
    [Test]
    public void An_announced_batch_is_read_as_it_was_written([Values(1, 12)] int count, [Values] bool isNew)
    {
        BsonDocument[] documents = [.. Enumerable.Range(0, count).Select(i => new BsonDocument { { "_id", new BsonDocument("key", i) }, { "n", i } })];
        using var transform = new RawTransform((document, update) => update.Set("n", document["n"].ToInt32() + 1), TypeRewriting.None);
        using var page = Effects.Page(documents);
        using var batch = Batch.Create(page, transform, f => throw f.Cause!);

        var announced = BatchAnnouncement.Of(batch, isNew ? batch.LastId : null, count);
        var read = PendingBatch.Read(new StateDocument(StateKind.Ranges, "ranges", announced.ToDocument().ToRaw().ToBsonDocument()));

        Assert.That(announced.ToDocument().ToRaw()["changes"].AsArray, Has.Count.EqualTo(count));
        Assert.That(read.LastId, Is.EqualTo(isNew ? documents[^1]["_id"] : null));
        Assert.That(read.Documents, Is.EqualTo(count));
        Assert.That(read.Changes, Is.EqualTo(documents.Select(d => new PendingDocument(DocumentId.Of(d["_id"]), HashOf(d), HashAfter(d)))));
        Assert.That(read.Fields?.ToArray(), Is.EqualTo(new BsonArray(["n"])));
    }

    // What others write elsewhere in a document says nothing about whether it is migrated.
    [Test]
    public void A_document_is_recognised_by_the_fields_that_its_update_touches()
    {
        var document = new BsonDocument { { "_id", 1 }, { "n", 1 }, { "place", new BsonDocument("x", 1) }, { "old", 1 }, { "other", 1 } };
        using var transform = new RawTransform((_, update) => update.Set("n", 2).Set("place.y", 2).Unset("old"), TypeRewriting.None);
        using var page = Effects.Page(document);
        using var batch = Batch.Create(page, transform, f => throw f.Cause!);

        var announced = BatchAnnouncement.Of(batch, null, 1);
        long Hash(string json) => ContentHash.Of(BsonDocument.Parse(json).ToRaw(), announced.Fields);

        Assert.That(announced.Changes[0].Before, Is.EqualTo(Hash("""{ "_id": 1, "place": { "x": 1 }, "n": 1, "old": 1, "other": 7 }""")));
        Assert.That(announced.Changes[0].After, Is.EqualTo(Hash("""{ "_id": 1, "place": { "x": 1, "y": 2 }, "n": 2, "new": 7 }""")));
        Assert.That(announced.Changes[0].After, Is.Not.EqualTo(Hash("""{ "_id": 1, "place": { "x": 2, "y": 2 }, "n": 2 }""")));
    }

    private static long HashOf(BsonDocument document) => ContentHash.Of(new BsonDocument("n", document["n"]).ToRaw());

    private static long HashAfter(BsonDocument document) => ContentHash.Of(new BsonDocument("n", document["n"].ToInt32() + 1).ToRaw());
}
