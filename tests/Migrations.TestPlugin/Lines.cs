using MongoDB.Bson;
using MongoDB.Driver;

[assembly: Migrations.MigrationTree("lines", DefaultLine = "Int", Description = "Two lines and a way between them")]
[assembly: Migrations.MigrationTree("declared", IsDeclaredByApplication = true)]

namespace Migrations.TestPlugin;

// Every step leaves its name, so that the order can be read.
public abstract class Marking(string name) : Migration, IReversible
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.GetCollection("marks").InsertOneAsync(new() { { "_id", name } }, cancellationToken: cancellationToken);
        context.Report($"Mark {name}", "marks", ActionKind.Insert);
    }

    public async Task DownAsync(MigrationContext context, CancellationToken cancellationToken) =>
        await context.GetCollection("marks").DeleteOneAsync(Builders<BsonDocument>.Filter.Eq("_id", name), cancellationToken);
}

[Migration("20260101000001", "Integers begin", Tree = "lines", Line = "Int", Version = "0.1.0")]
public sealed class IntegersBegin() : Marking("int 0.1.0");

[Migration("20260101000002", "Integers end", Tree = "lines", Line = "Int", Version = "1.0.0")]
public sealed class IntegersEnd() : Marking("int 1.0.0");

[Migration("2101fbf51ad3", "Uuids begin", Tree = "lines", Line = "Uuid", Version = "1.0.0", Parent = "base")]
public sealed class UuidsBegin() : Marking("uuid 1.0.0");

[Migration("20260101000003", "Uuids go on", Tree = "lines", Line = "Uuid", Version = "1.1.0", Parent = "Uuid@1.0.0")]
public sealed class UuidsGoOn() : Marking("uuid 1.1.0");

[Migration("20260101000009", "Integers become uuids", Tree = "lines", OneShot = "int_to_uuid", Parent = "Int@1.0.0", To = "Uuid@1.0.0")]
public sealed class IntegersBecomeUuids() : Marking("int to uuid");

[Migration("20260101000001", "Ask first", Tree = "asking", Version = "1.0.0")]
[NoDocumentsIn("people", """{ "name": "bad" }""", IsStatic = true)]
[NoDocumentsIn("people", """{ "name": "odd" }""", IsStatic = true, IsSkippable = true)]
[NoDocumentsIn("leftovers", IsSkippable = true)]
[MigrationOption("greeting", Required = true, Values = ["hello", "welcome"])]
[MigrationOption("suffix", Default = "!")]
public sealed class AskFirst : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken) =>
        await context.GetCollection("greetings").InsertOneAsync(new() { { "_id", 1 }, { "text", context.RequireOption("greeting") + context.GetOption("suffix") } }, cancellationToken: cancellationToken);
}

[Migration("20260101000001", "First of what the application declares", Tree = "declared", Version = "1.0.0")]
public sealed class FirstDeclared() : Marking("declared 1.0.0");

[Migration("20260101000002", "Second of what the application declares", Tree = "declared", Version = "2.0.0")]
public sealed class SecondDeclared() : Marking("declared 2.0.0");

[Migration("20260101000001", "Change a collection", Tree = "changing")]
public sealed class ChangeCollection : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.GetCollection("people").Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{ age: 1 }", new CreateIndexOptions { Name = "age" }), cancellationToken: cancellationToken);
        var result = await context.GetCollection("people").UpdateManyAsync("{}", """{ "$set": { "age": 1 } }""", cancellationToken: cancellationToken);
        context.Report($"Set the age of {result.ModifiedCount} people", "people");
    }
}

[Migration("20260101000002", "Build on what was changed", Tree = "changing")]
public sealed class BuildOnIt : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var result = await context.GetCollection("people").UpdateManyAsync("""{ "age": 1 }""", """{ "$inc": { "age": 1 } }""", cancellationToken: cancellationToken);
        context.Report($"Raise the age of {result.ModifiedCount} people", "people");
    }
}
