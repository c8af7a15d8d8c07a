using MongoDB.Driver;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.TestPlugin;

// Two changes of shape, each with the rule that the server keeps afterwards.
[Migration("20260101000001", "Every shop has a kind", Tree = "validated")]
public sealed class GiveKind : RawDocumentMigration, IReversibleDocument
{
    public override string Collection => "shops";

    public override FilterDefinition<BsonDocument> Filter => """{ "kind": { "$exists": false }, "closed": { "$ne": true } }""";

    public override bool IsConvergent => true;

    public override FilterDefinition<BsonDocument> Validator => """{ "kind": { "$type": "string" } }""";

    public override void Up(RawDocument document, DocumentUpdate update) => update.Set("kind", "shop");

    public void Down(RawDocument document, DocumentUpdate update) => update.Unset("kind");
}

[KeepBeforeImages]
[Migration("20260101000002", "A kind has a name", Tree = "validated")]
public sealed class NameKind : RawDocumentMigration
{
    public override string Collection => "shops";

    public override FilterDefinition<BsonDocument> Validator => """{ "$jsonSchema": { "required": ["kind"], "properties": { "kind": { "bsonType": "object" } } } }""";

    public override FilterDefinition<BsonDocument> Filter => """{ "kind": { "$type": "string" } }""";

    public override bool IsConvergent => true;

    public override void Up(RawDocument document, DocumentUpdate update) => update.Set("kind", new BsonDocument("name", document["kind"].ToBsonValue()));
}
