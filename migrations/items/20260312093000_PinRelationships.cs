using Migrations;
using Migrations.Bson;

namespace Catalogue.Items;

[Migration("20260312093000", "Pin item_id relationships to their refcode", Tree = "items", Version = "0.6.0")]
public sealed class PinRelationships : Migration
{
    private const string Items = "items";
    private const int BatchSize = 500;

    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var items = context.GetCollection(Items);
        var refcodes = new RefcodeLookup(items);
        var (pinned, deprecated) = (0, 0);
        await foreach (var batch in ReadBatchesAsync(items, cancellationToken))
        {
            await refcodes.LoadAsync(batch.SelectMany(ItemIds), cancellationToken);
            var updates = new List<WriteModel>();
            foreach (var item in batch)
            {
                var relationships = new BsonArray(item["relationships"].AsBsonArray.Select(r => Pin(r.AsBsonDocument, refcodes, ref pinned, ref deprecated)));
                updates.Add(new UpdateOneModel($$"""{ "_id": {{item["_id"]}} }""", $$"""{ "$set": { "relationships": {{relationships}} } }"""));
            }

            await items.BulkWriteAsync(updates, cancellationToken);
        }

        context.Report($"Pin {pinned} item_id reference(s) to their refcode", Items);
        if (deprecated > 0)
        {
            context.Report($"Mark {deprecated} reference(s) to missing items as deprecated", Items);
        }
    }

    private static async IAsyncEnumerable<List<BsonDocument>> ReadBatchesAsync(MigrationCollection items, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new FindOptions { Projection = """{ "relationships": 1 }""", Sort = """{ "_id": 1 }""", BatchSize = BatchSize };
        var batch = new List<BsonDocument>(BatchSize);
        await foreach (var item in items.FindAsync("""{ "relationships": { "$elemMatch": { "item_id": { "$exists": true }, "deprecated": { "$ne": true } } } }""", options, cancellationToken))
        {
            batch.Add(item);
            if (batch.Count == BatchSize)
            {
                yield return batch;
                batch = new List<BsonDocument>(BatchSize);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static IEnumerable<string> ItemIds(BsonDocument item) =>
        from relationship in item["relationships"].AsBsonArray
        let document = relationship.AsBsonDocument
        where document.Contains("item_id")
        select document["item_id"].AsString;

    private static BsonDocument Pin(BsonDocument relationship, RefcodeLookup refcodes, ref int pinned, ref int deprecated)
    {
        if (!relationship.TryGetValue("item_id", out var itemId) || relationship.Contains("deprecated"))
        {
            return relationship;
        }

        if (refcodes.Find(itemId.AsString) is not { } refcode)
        {
            deprecated++;
            return relationship.Set("deprecated", true);
        }

        pinned++;
        relationship.Remove("item_id");
        return relationship.Set("refcode", refcode);
    }
}
