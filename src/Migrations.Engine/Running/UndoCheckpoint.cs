using MongoDB.Bson;
using Migrations.Engine.Images;

namespace Migrations.Engine.Running;

// How far a rollback from images is: what came of the documents so far, and the batch that was restored last.
internal sealed record UndoCheckpoint(long Total, RestoreCounts Counts, BatchKey? Last)
{
    public static UndoCheckpoint? Read(BsonDocument? document) => document is not null && document.TryGetValue("undo", out var counts)
        ? new UndoCheckpoint(document["total"].ToInt64(), RestoreCounts.Read(counts.AsBsonDocument), document["last"] is BsonDocument last ? BatchKey.Read(last) : null)
        : null;

    public BsonDocument ToDocument() => new() { { "undo", Counts.ToDocument() }, { "total", Total }, { "last", Last is null ? BsonNull.Value : Last.ToDocument() } };
}
