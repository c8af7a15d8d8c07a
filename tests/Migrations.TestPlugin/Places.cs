using Migrations.Bytes;
using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Driver;

namespace Migrations.TestPlugin;

// Each fails in another place; the tests know the line by its mark.
[Migration("20260101000001", "The server refuses a write", Tree = "placeserver")]
public sealed class PlaceOfServerError : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var places = context.GetCollection("places");
        await places.UpdateManyAsync("{}", """{ "$set": { "seen": true } }""", cancellationToken: cancellationToken);
        await places.InsertOneAsync(new() { { "_id", Guid0 } }, cancellationToken: cancellationToken); // fails: server
    }

    private static BsonBinaryData Guid0 => new(new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"), GuidRepresentation.Standard);
}

[Migration("20260101000001", "A command is refused", Tree = "placecommand")]
public sealed class PlaceOfCommandError : CollectionMigration
{
    public override string Collection => "places";

    public override Task UpAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) => CountAsync(collection, cancellationToken);

    private static async Task CountAsync(IMongoCollection<BsonDocument> collection, CancellationToken cancellationToken)
    {
        await collection.CountDocumentsAsync("""{ "$nonsense": 1 }""", cancellationToken: cancellationToken); // fails: command
    }
}

[Migration("20260101000001", "A typed body throws", Tree = "placetyped")]
public sealed class PlaceOfTypedError : DocumentMigration<PlacedDocument, PlacedDocument>
{
    public override string Collection => "places";

    public override void Up(PlacedDocument input, PlacedDocument output)
    {
        output.Name = Known.Names[input.Name ?? "?"]; // fails: typed
    }
}

[Migration("20260101000001", "A raw body throws", Tree = "placeraw")]
public sealed class PlaceOfRawError : RawDocumentMigration
{
    public override string Collection => "places";

    public override void Up(RawDocument document, DocumentUpdate update)
    {
        update.Set("name", Known.Names[document["name"].AsString]); // fails: raw
    }
}

[Migration("20260101000001", "An emitting body throws", Tree = "placeemit")]
public sealed class PlaceOfEmitError : EmitMigration
{
    public override string Collection => "places";

    public override string Target => "others";

    public override void Up(RawDocument source, DocumentEmitter emit)
    {
        emit.Insert(new BsonDocument("name", Known.Names[source["name"].AsString])); // fails: emit
    }
}

[Migration("20260101000001", "The server refuses a pipeline", Tree = "placepipeline")]
public sealed class PlaceOfPipelineError : PipelineMigration // fails: pipeline
{
    public override string Collection => "places";

    public override FilterDefinition<BsonDocument> Filter => """{ "number": { "$exists": false } }""";

    public override UpdateDefinition<BsonDocument> Update => """[{ "$set": { "number": { "$toInt": "$name" } } }]""";
}

[Migration("20260101000001", "A step would do damage", Tree = "placefields")]
public sealed class PlaceOfFieldError : FieldMigration // fails: fields
{
    public override string Collection => "places";

    public override void Define(FieldSteps steps) => steps.Rename("name", "title");
}

[Migration("20260101000001", "A precondition throws", Tree = "placeprecondition")]
[Unchecked]
public sealed class PlaceOfPreconditionError : Migration
{
    public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}

[Migration("20260101000001", "A static precondition throws", Tree = "placestatic")]
[Unchecked(IsStatic = true)]
public sealed class PlaceOfStaticError : Migration
{
    public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}

[Migration("20260101000001", "A precondition is not met", Tree = "placeunmet")]
[NoDocumentsIn("places", "{}")]
public sealed class PlaceOfUnmet : Migration // fails: unmet
{
    public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}

[Migration("20260101000001", "The own check throws", Tree = "placeverify")]
public sealed class PlaceOfVerifyError : Migration
{
    public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public override async Task VerifyAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.GetCollection("places").CountDocumentsAsync("""{ "$nonsense": 1 }""", cancellationToken: cancellationToken); // fails: verify
    }
}

public sealed class UncheckedAttribute : PreconditionAttribute
{
    public override string Description => "somebody knows";

    public override async Task<string?> FindFaultAsync(IMongoDatabase database, CancellationToken cancellationToken)
    {
        await database.GetCollection<BsonDocument>("places").CountDocumentsAsync("""{ "$nonsense": 1 }""", cancellationToken: cancellationToken); // fails: precondition
        return null;
    }
}

public sealed class PlacedDocument
{
    [BsonElement("name")]
    public string? Name { get; set; }
}

internal static class Known
{
    public static Dictionary<string, string> Names { get; } = new() { ["a"] = "b" };
}
