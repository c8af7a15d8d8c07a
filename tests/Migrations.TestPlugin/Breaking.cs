using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Driver;

namespace Migrations.TestPlugin;

[Migration("20260101000001", "Break on a unique index, free-form", Tree = "breakfree")]
public sealed class BreakFreeForm : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var people = context.GetCollection("people");
        await people.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{ age: 1 }", new CreateIndexOptions { Name = "age_new" }), cancellationToken: cancellationToken);
        await people.Indexes.DropOneAsync("city_old", cancellationToken);
        await people.UpdateOneAsync("""{ "_id": 1 }""", """{ "$set": { "name": "first" } }""", cancellationToken: cancellationToken);
        await people.InsertOneAsync(new() { { "_id", 99 }, { "name", "new" } }, cancellationToken: cancellationToken);
        await people.UpdateOneAsync("""{ "_id": 2 }""", """{ "$set": { "name": "first" } }""", cancellationToken: cancellationToken);
    }
}

[Migration("20260101000001", "Break after a validator and a rename", Tree = "breakschema")]
public sealed class BreakSchema : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.Database.RunCommandAsync<BsonDocument>("""{ collMod: "people", validator: { age: { $exists: true } }, validationLevel: "moderate" }""", cancellationToken: cancellationToken);
        await context.Database.RenameCollectionAsync("towns", "cities", cancellationToken: cancellationToken);
        await context.Database.CreateCollectionAsync("rivers", cancellationToken: cancellationToken);
        throw new InvalidOperationException("Not today.");
    }
}

[Migration("20260101000001", "Break after a collection was dropped", Tree = "breakdrop")]
[Destructive("The lakes are the rivers now.")]
public sealed class BreakAfterDrop : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.Database.DropCollectionAsync("towns", cancellationToken);
        await context.Database.RenameCollectionAsync("lakes", "rivers", new RenameCollectionOptions { DropTarget = true }, cancellationToken);
        if (await context.GetCollection("people").CountDocumentsAsync("{}", cancellationToken: cancellationToken) > 0)
        {
            throw new InvalidOperationException("Not today.");
        }
    }
}

[Migration("20260101000001", "Break on a request that takes too long", Tree = "breakrequest")]
public sealed class BreakOnRequest : Migration
{
    public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => throw new TaskCanceledException("The request took too long.");
}

[Migration("20260101000001", "Break on a request for a document", Tree = "breakdocumentrequest")]
public sealed class BreakDocumentOnRequest : DocumentMigration<Person, Person>
{
    public override string Collection => "people";

    public override void Up(Person input, Person output) => throw new TaskCanceledException("The request took too long.");
}

[Migration("20260101000001", "Break on a unique index, document by document", Tree = "breakdocuments")]
public sealed class BreakDocuments : DocumentMigration<Person, Person>
{
    public override string Collection => "people";

    public override void Up(Person input, Person output) => output.Name = input.Name == "p7" ? "p1x" : input.Name + "x";
}

[Migration("20260101000001", "Change an index after the data", Tree = "breakorder")]
public sealed class SchemaAfterData : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.GetCollection("people").UpdateOneAsync("""{ "_id": 1 }""", """{ "$set": { "name": "first" } }""", cancellationToken: cancellationToken);
        await context.GetCollection("people").Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{ age: 1 }"), cancellationToken: cancellationToken);
    }
}

[Migration("20260101000001", "Fail its own check", Tree = "breakcheck")]
public sealed class FailingCheck : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken) =>
        await context.GetCollection("people").UpdateManyAsync("{}", """{ "$set": { "checked": true } }""", cancellationToken: cancellationToken);

    public override Task VerifyAsync(MigrationContext context, CancellationToken cancellationToken) => throw new InvalidOperationException("Not good enough.");
}

[Migration("20260101000001", "Fail at once", Tree = "breakfail")]
public sealed class FailAtOnce : Migration
{
    public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => throw new InvalidOperationException("Not today.");
}

[Migration("20260101000001", "Transactions or nothing", Tree = "require", Transaction = TransactionMode.Require)]
public sealed class RequireTransactions : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken) =>
        await context.GetCollection("people").UpdateManyAsync("{}", """{ "$set": { "required": true } }""", cancellationToken: cancellationToken);
}

public sealed class Person
{
    [BsonElement("name")]
    public string? Name { get; set; }
}
