using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// Which ranges of a document migration are under way: the numbers that belong to this pass, and what stands before them.
internal sealed record PassCheckpoint(int First, int Next, long Total)
{
    public bool KeepsImages { get; init; }

    // What the ranges were cut for. A rollback of what is half done begins with ranges of the way up.
    public MigrationDirection Direction { get; init; }

    // What the passes before this one wrote.
    public WriteCounts Earlier { get; init; } = new();

    // Documents that were never migrated, and so are not turned back.
    public IReadOnlyList<BsonValue> Except { get; init; } = [];

    // Of a record that was read, and so is readable.
    public static PassCheckpoint? Read(BsonDocument? document) => document is null ? null : Read(new StateDocument(StateKind.Applied, "applied", document));

    public static PassCheckpoint? Read(StateDocument document) => !document.Has("next") ? null : new PassCheckpoint(
        document.Number("first", 0, document.Number("next", 0, int.MaxValue)),
        document.Number("next", 0, int.MaxValue),
        document.Count("total"))
    {
        KeepsImages = document.FlagOrFalse("images"),
        Direction = AppliedCodec.ReadDirection(document),
        Earlier = document.Has("earlier") ? AppliedCodec.ReadCounts(document.Document("earlier")) : new WriteCounts(),
        Except = document.ValuesOrNone("except"),
    };

    public BsonDocument ToDocument()
    {
        var document = new BsonDocument
        {
            { "ranges", Next - First },
            { "first", First },
            { "next", Next },
            { "total", Total },
            { "images", KeepsImages },
            { "direction", AppliedCodec.DirectionText(Direction) },
            { "earlier", AppliedCodec.Write(Earlier) },
        };
        if (Except.Count > 0)
        {
            document.Add("except", new BsonArray(Except));
        }

        return document;
    }
}
