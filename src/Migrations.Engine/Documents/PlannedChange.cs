using Migrations.Bson;
using Migrations.Engine.Scanning;

namespace Migrations.Engine.Documents;

// A document of a batch and where its update lies in the bytes of the batch.
internal readonly struct PlannedChange(RawBsonDocument document, BsonWriter statements, UpdatePlace place, RawBsonDocument? after)
{
    public RawBsonDocument Document => document;

    public BsonValue Id => DocumentId.Of(document);

    public RawBsonValue Update => new(place.Type, statements.WrittenMemory.Slice(place.Start, place.Length));

    // A pipeline, where operators cannot say what changes.
    public bool IsPipeline => place.Type == BsonType.Array;

    public IEnumerable<string> TouchedFields => Update.AsDocument.ToBsonDocument().Elements.SelectMany(o => o.Value.AsBsonDocument.Names).Select(path => path.Split('.')[0]).Distinct(StringComparer.Ordinal);

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

internal readonly record struct UpdatePlace(BsonType Type, int Start, int Length);
