using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// How far a rollback from images is: what came of the documents so far, and the batch that was restored last.
internal sealed record UndoCheckpoint(long Total, RestoreCounts Counts, BatchKey? Last)
{
    // Of a record that was read, and so is readable.
    public static UndoCheckpoint? Read(BsonDocument? document) => document is null ? null : Read(new StateDocument(StateKind.Applied, "applied", document));

    public static UndoCheckpoint? Read(StateDocument document) => !document.Has("undo") ? null : new UndoCheckpoint(
        document.Count("total"),
        RestoreCounts.Read(document.Document("undo")),
        document.DocumentOrNull("last") is { } last ? BatchKey.Read(last) : null);

    public BsonDocument ToDocument() => new() { { "undo", Counts.ToDocument() }, { "total", Total }, { "last", Last is null ? BsonNull.Value : Last.ToDocument() } };
}
