using Migrations.Engine.Scanning;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Documents;
using Migrations.Engine.TypeMoves;

namespace Migrations.Engine.Tests.Documents;

public sealed class PendingBatchTests
{
    [Test]
    public void An_announced_batch_is_read_as_it_was_written([Values(1, 12)] int count, [Values] bool isNew)
    {
        BsonDocument[] documents = [.. Enumerable.Range(0, count).Select(i => new BsonDocument { { "_id", new BsonDocument("key", i) }, { "n", i } })];
        using var transform = new RawTransform((document, update) => update.Set("n", document["n"].ToInt32() + 1), TypeRewriting.None);
        using var page = Effects.Page(documents);
        using var batch = Batch.Create(page, transform, f => throw f.Cause!);

        var announced = PendingBatch.Create(batch, isNew ? batch.LastId : null, count);
        var read = PendingBatch.Read(announced.ToDocument().ToRaw().ToBsonDocument());

        Assert.That(announced.ToDocument().ToRaw()["changes"].AsArray, Has.Count.EqualTo(count));
        Assert.That(read.LastId, Is.EqualTo(isNew ? documents[^1]["_id"] : null));
        Assert.That(read.Documents, Is.EqualTo(count));
        Assert.That(read.Changes, Is.EqualTo(documents.Select(d => new PendingDocument(DocumentId.Of(d["_id"]), ContentHash.Of(d.ToRaw()), HashAfter(d)))));
    }

    private static long HashAfter(BsonDocument document) => ContentHash.Of(document.DeepClone().AsBsonDocument.Set("n", document["n"].ToInt32() + 1).ToRaw());
}
