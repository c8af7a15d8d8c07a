using Migrations;

namespace Catalogue.Items;

// The refcodes of the items that a batch refers to; only one batch is held at a time.
internal sealed class RefcodeLookup(MigrationCollection items)
{
    private readonly Dictionary<string, string> _refcodes = new(StringComparer.Ordinal);

    public async Task LoadAsync(IEnumerable<string> itemIds, CancellationToken cancellationToken)
    {
        _refcodes.Clear();
        var wanted = itemIds.Distinct(StringComparer.Ordinal).ToArray();
        await foreach (var item in items.FindAsync($$"""{ "item_id": { "$in": {{wanted}} } }""", new FindOptions { Projection = """{ "item_id": 1, "refcode": 1 }""" }, cancellationToken))
        {
            _refcodes[item["item_id"].AsString] = item["refcode"].AsString;
        }
    }

    public string? Find(string itemId) => _refcodes.GetValueOrDefault(itemId);
}
