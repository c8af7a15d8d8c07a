using MongoDB.Bson;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

// A database whose state has a document of every form that the tool writes, and what may become of each of their fields.
internal static class DamagedState
{
    public static readonly string[] Collections = ["heads", "applied", "components", "ranges", "errors", "images", "journal", "lock"];

    private static readonly BsonValue[] Strange =
    [
        BsonNull.Value, "strange", -1, double.NaN, long.MaxValue, true, new BsonDateTime(long.MaxValue), new BsonDocument("a", 1), new BsonArray { 1 }, new BsonBinaryData([1, 2, 3]),
    ];

    // Applied, failed with documents left behind, died in the middle with images, and died while emitting.
    public static async Task FillAsync(EngineFixture fixture)
    {
        await fixture.NewEngine().RunAsync(new PlanRequest { Tree = "chain", Distance = 2 }, fixture.Observer, CancellationToken.None);
        await fixture.Database.GetCollection("_migrations.components").InsertOneAsync(new BsonDocument { { "_id", "chain" }, { "line", BsonNull.Value }, { "version", "0.2.0" } });
        await fixture.Database.GetCollection("stocks").InsertManyAsync(Enumerable.Range(0, 20).Select(i => new BsonDocument { { "_id", i }, { "place", new BsonDocument("count", i is 3 or 12 ? "many" : i) } }));
        await fixture.Database.GetCollection("parts").InsertManyAsync(Enumerable.Range(0, 60).Select(i => new BsonDocument { { "_id", i }, { "count", i }, { "note", "n" }, { "rest", "r" } }));
        await fixture.Database.GetCollection("orders").InsertManyAsync(Enumerable.Range(0, 60).Select(i => new BsonDocument { { "_id", i }, { "lines", new BsonArray { "a", "b" } } }));
        await TryAsync(() => fixture.EngineWith(new RunSettings { BatchSize = 4, Workers = 1, OnDocumentError = OnDocumentError.Collect }).RunAsync(new PlanRequest { Tree = "stock" }, fixture.Observer, CancellationToken.None));
        await DieAsync(fixture, "imagedRaw", "changes");
        await DieAsync(fixture, "split", "sources");
        await fixture.NewEngine().RunAsync(new PlanRequest { Tree = "chain", Direction = MigrationDirection.Down, Distance = 1, To = null }, fixture.Observer, CancellationToken.None);
        await fixture.Database.GetCollection("_migrations.components").UpdateOneAsync("""{ "_id": "chain" }""", """{ "$set": { "version": "0.1.0" } }""");
    }

    // Each with the name of the field, where there is one.
    public static IEnumerable<(string Name, string? Path, BsonDocument Document)> Damages(BsonDocument document, Func<string, bool> isUnread)
    {
        foreach (var path in Paths(document, "").Where(p => p != "_id" && !p.StartsWith("_id.", StringComparison.Ordinal)))
        {
            yield return ($"without {path}", path, Changed(document, path, null));
            foreach (var value in isUnread(path) ? [BsonNull.Value, double.NaN] : Strange)
            {
                yield return ($"{path}: {value}", path, Changed(document, path, value));
            }
        }
    }

    public static IEnumerable<BsonDocument> Foreign(BsonDocument document)
    {
        yield return new BsonDocument("_id", ObjectId.GenerateNewId());
        yield return new BsonDocument { { "_id", 12 }, { "hello", "world" } };
        yield return new BsonDocument { { "_id", new BsonDocument() }, { "token", 1L } };
        yield return new BsonDocument { { "_id", new BsonDocument { { "tree", "chain" } } } };
        foreach (var path in Paths(document, "").Where(p => p.StartsWith("_id.", StringComparison.Ordinal)))
        {
            yield return Changed(document, path, null);
            yield return Changed(document, path, true);
        }

        if (document["_id"] is BsonDocument key)
        {
            yield return document.DeepClone().AsBsonDocument.Set("_id", new BsonDocument(key.Elements.Reverse()));
        }
    }

    private static IEnumerable<string> Paths(BsonDocument document, string prefix)
    {
        foreach (var field in document)
        {
            yield return prefix + field.Name;
            foreach (var path in field.Value switch
            {
                BsonDocument nested => Paths(nested, prefix + field.Name + "."),
                BsonArray { Count: > 0 } list when list[0] is BsonDocument first => Paths(first, prefix + field.Name + ".0."),
                _ => [],
            })
            {
                yield return path;
            }
        }
    }

    private static BsonDocument Changed(BsonDocument document, string path, BsonValue? value)
    {
        var changed = document.DeepClone().AsBsonDocument;
        BsonValue place = changed;
        var steps = path.Split('.');
        foreach (var step in steps[..^1])
        {
            place = place is BsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : place[step];
        }

        var owner = place.AsBsonDocument;
        if (value is null)
        {
            owner.Remove(steps[^1]);
        }
        else
        {
            owner[steps[^1]] = value;
        }

        return changed;
    }

    // Until a batch is announced and not checked off.
    private static async Task DieAsync(EngineFixture fixture, string tree, string announcement)
    {
        for (var point = 8; point < 100; point++)
        {
            var channel = new DyingChannel(fixture.Channel, point);
            await TryAsync(() => fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Never, BatchSize = 3, Workers = 1 }, channel: channel).RunAsync(new PlanRequest { Tree = tree }, fixture.Observer, CancellationToken.None));
            var ranges = (await fixture.ReadAsync("_migrations.ranges")).Where(r => r["_id"]["tree"] == tree).ToList();
            await fixture.Database.GetCollection("_migrations.lock").UpdateOneAsync("{ }", """{ "$set": { "owner": null, "expires": { "$date": 0 } } }""");
            if (ranges.Exists(r => r["pending"] is BsonDocument pending && pending.Contains(announcement) && r["documents"].ToInt64() > 0))
            {
                return;
            }
        }

        Assert.Fail($"No run of '{tree}' died with '{announcement}'.");
    }

    private static async Task TryAsync(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (MigrationException)
        {
            // What it left behind is what is wanted.
        }
    }
}
