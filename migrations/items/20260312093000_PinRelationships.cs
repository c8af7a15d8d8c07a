using Migrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Catalogue.Items;

[Migration("20260312093000", "Pin item_id relationships to their refcode", Tree = "items", Version = "0.6.0")]
public sealed class PinRelationships : Migration
{
    private const string Items = "items";
    private const int BatchSize = 500;

    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var items = context.GetCollection(Items);
        var refcodes = new RefcodeLookup(context.GetCollection<Item>(Items));
        var options = new FindOptions<BsonDocument> { Projection = "{ relationships: 1 }", Sort = "{ _id: 1 }", BatchSize = BatchSize };
        var (pinned, deprecated) = (0, 0);
        using var batches = await items.FindAsync("{ relationships: { $elemMatch: { item_id: { $exists: true }, deprecated: { $ne: true } } } }", options, cancellationToken);
        while (await batches.MoveNextAsync(cancellationToken))
        {
            await refcodes.LoadAsync(batches.Current.SelectMany(ItemIds), cancellationToken);
            var updates = new List<WriteModel<BsonDocument>>();
            foreach (var item in batches.Current)
            {
                var relationships = new BsonArray(item["relationships"].AsBsonArray.Select(r => Pin(r.AsBsonDocument, refcodes, ref pinned, ref deprecated)));
                updates.Add(new UpdateOneModel<BsonDocument>(Builders<BsonDocument>.Filter.Eq("_id", item["_id"]), Builders<BsonDocument>.Update.Set("relationships", relationships)));
            }

            if (updates.Count > 0)
            {
                await items.BulkWriteAsync(updates, cancellationToken: cancellationToken);
            }
        }

        context.Report($"Pin {pinned} item_id reference(s) to their refcode", Items);
        if (deprecated > 0)
        {
            context.Report($"Mark {deprecated} reference(s) to missing items as deprecated", Items);
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
