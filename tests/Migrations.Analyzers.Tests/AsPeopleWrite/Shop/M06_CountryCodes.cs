using Migrations;
using Migrations.Bytes;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Shop;

[Migration("20260106090000", "Write countries as codes")]
[KeepBeforeImages]
public sealed class CountryCodes : RawDocumentMigration
{
    private static readonly Dictionary<string, string> Codes = new(StringComparer.OrdinalIgnoreCase) { ["Germany"] = "DE", ["Austria"] = "AT" };

    public override string Collection => "warehouses";

    public override FilterDefinition<BsonDocument> Filter => """{ "country": { "$type": "string", "$nin": ["DE", "AT"] } }""";

    public override bool IsConvergent => true;

    public override void Up(RawDocument document, DocumentUpdate update)
    {
        if (document.TryGetValue("country", out var country) && Codes.TryGetValue(country.AsString, out var code))
        {
            update.Set("country", code);
        }
    }
}
