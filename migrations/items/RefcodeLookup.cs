using MongoDB.Driver;

namespace Catalogue.Items;

// The refcodes of the items that a batch refers to; only one batch is held at a time.
internal sealed class RefcodeLookup(IMongoCollection<Item> items)
{
    private static readonly ProjectionDefinition<Item> Known = Builders<Item>.Projection.Include(i => i.ItemId).Include(i => i.Refcode);
    private readonly Dictionary<string, string> _refcodes = new(StringComparer.Ordinal);

    public async Task LoadAsync(IEnumerable<string> itemIds, CancellationToken cancellationToken)
    {
        _refcodes.Clear();
        var wanted = Builders<Item>.Filter.In(i => i.ItemId, itemIds.Distinct(StringComparer.Ordinal));
        await items.Find(wanted).Project<Item>(Known).ForEachAsync(item => _refcodes[item.ItemId] = item.Refcode, cancellationToken);
    }

    public string? Find(string itemId) => _refcodes.GetValueOrDefault(itemId);
}
