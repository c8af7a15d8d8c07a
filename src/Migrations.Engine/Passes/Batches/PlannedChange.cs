using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes.Batches;

// A document of a batch, and where its statement is in the bytes of the batch.
internal readonly struct PlannedChange(RawDocument document, RawWriter statements, StatementPlace place, RawDocument? after)
{
    public RawDocument Document => document;

    public BsonValue Id => DocumentId.Of(document);

    // The _id, and the shard key where there is one.
    public RawDocument Filter => new(statements.WrittenMemory.Slice(place.Filter, place.FilterLength));

    public RawValue Update => new(place.Type, statements.WrittenMemory.Slice(place.Update, place.UpdateLength));

    // A pipeline, where operators cannot say what changes.
    public bool IsPipeline => place.Type == BsonType.Array;

    // Of the fields that its update touches among others, or of all.
    public (long Before, long After) Hashes(TouchedFields? fields = null)
    {
        var before = ContentHash.Of(document, fields);
        return (before, after is { } known ? ContentHash.Of(known, fields) : ContentHash.After(document, before, Update.AsDocument) ?? ContentHash.Of(After().ToRaw(), fields));
    }

    // Where the others are the same.
    public (long Before, long After) OrderedHashes(TouchedFields? fields) => (ContentHash.Ordered(document, fields), ContentHash.Ordered(after ?? After().ToRaw(), fields));

    // Those at top level that a pipeline changes; null if it changes their order, too.
    public IEnumerable<string>? ChangedFields() => after is { } known && RawDifference.Between(document, known) is { RequiresReplacement: false } difference ? difference.ChangedFields : null;

    public long HashAfter() => after is { } known ? ContentHash.Of(known) : Hashes().After;

    public BsonDocument After()
    {
        if (after is { } known)
        {
            return known.ToBsonDocument();
        }

        // A path that leads nowhere is refused by the server, with the reason.
        var changed = document.ToBsonDocument();
        UpdatePath.Apply(changed, Update.AsDocument);
        return changed;
    }
}

internal readonly record struct StatementPlace(int Filter, int FilterLength, BsonType Type, int Update, int UpdateLength);
