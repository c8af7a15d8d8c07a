using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;

namespace Migrations.Engine.Tests.Passes.Batches;

// What a transform does to one document, as a batch writes it.
internal sealed record Effect(BsonValue Update, BsonDocument After);

internal static class Effects
{
    // Null when the document stays as it is; what the transform throws is thrown.
    public static Effect? EffectOn(this IDocumentTransform transform, RawDocument document)
    {
        using var page = Page(document.ToBsonDocument());
        using var batch = Batch.Create(page, transform, f => throw f.Cause!);
        return batch.Changes is [var change] ? new Effect(Copy(change.Update), Copy(change.After())) : null;
    }

    public static DocumentPage Page(params BsonDocument[] documents) =>
        new(new CommandReply(new BsonDocument("cursor", new BsonDocument("firstBatch", new BsonArray(documents))).ToRaw()), documents.Length);

    private static BsonValue Copy(RawValue value) => new RawValue(value.Type, value.Bytes.ToArray()).ToBsonValue();

    private static BsonDocument Copy(BsonDocument document) => new RawDocument(document.ToRaw().Bytes.ToArray()).ToBsonDocument();
}
