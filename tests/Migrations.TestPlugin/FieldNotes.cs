using MongoDB.Driver;
using MongoDB.Bson;

namespace Migrations.TestPlugin;

[Migration("20260101000001", "Name becomes title", Tree = "fields")]
public sealed class NameToTitle : FieldMigration
{
    public override string Collection => "notes";

    public override void Define(FieldSteps steps) => steps
        .Rename("name", "meta.title")
        .SetDefault("meta.lang", "$en")
        .Convert("year", BsonType.String, BsonType.Int32)
        .ForEach("authors", author => author.Split("name", " ", "first", "last"))
        .Compute("slug", """{ "$toLower": "$meta.title" }""");
}

[Migration("20260101000001", "Prices in cents", Tree = "fieldprices")]
public sealed class PricesInCents : FieldMigration
{
    public override string Collection => "notes";

    public override FilterDefinition<BsonDocument> Filter => """{ "v": 1 }""";

    public override FilterDefinition<BsonDocument> DownFilter => """{ "v": 2 }""";

    public override void Define(FieldSteps steps) => steps
        .Recompute("price", """{ "$multiply": ["$price", 100] }""", """{ "$toInt": { "$divide": ["$price", 100] } }""")
        .ForEach("lines", line => line.Recompute("price", """{ "$multiply": ["$$this.price", 100] }""", """{ "$toInt": { "$divide": ["$$this.price", 100] } }"""))
        .Replace("v", 1, 2);
}

[Migration("20260101000001", "No way back", Tree = "fieldloss")]
public sealed class DropDraft : FieldMigration
{
    public override string Collection => "notes";

    public override void Define(FieldSteps steps) => steps.Unset("draft").Rename("name", "title");
}
