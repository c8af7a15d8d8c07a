using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Bytes;

namespace Migrations.TestPlugin;

// Only the order of fields changes, and twice is back.
[Migration("20260101000001", "Turn parts around, in C#", Tree = "reorderRaw")]
public sealed class TurnPartsAround : RawDocumentMigration
{
    public override string Collection => "counters";

    public override void Up(RawDocument document, DocumentUpdate update) => update.Set("parts", new BsonDocument(document["parts"].AsDocument.ToBsonDocument().Elements.Reverse()));
}

[Migration("20260101000001", "Turn parts around, on the server", Tree = "reorderStages")]
public sealed class TurnPartsAroundOnServer : PipelineMigration
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => "{}";

    public override UpdateDefinition<BsonDocument> Update => """[{ "$set": { "parts": { "$arrayToObject": { "$reverseArray": { "$objectToArray": "$parts" } } } } }]""";
}
