using MongoDB.Bson;
using Migrations.Engine.Reporting;

namespace Migrations.Engine.State;

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

    public static PassCheckpoint? Read(BsonDocument? document) => document is null || !document.Contains("next") ? null : new PassCheckpoint(
        document.TryGetValue("first", out var first) ? first.ToInt32() : 0,
        document["next"].ToInt32(),
        document["total"].ToInt64())
    {
        KeepsImages = AppliedCodec.Flag(document, "images"),
        Direction = AppliedCodec.Text(document, "direction") == "down" ? MigrationDirection.Down : MigrationDirection.Up,
        Earlier = document.TryGetValue("earlier", out var earlier) && earlier is BsonDocument counts ? AppliedCodec.ReadCounts(counts) : new WriteCounts(),
        Except = document.TryGetValue("except", out var except) && except is BsonArray ids ? [.. ids] : [],
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
