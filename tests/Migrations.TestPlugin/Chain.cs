using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.TestPlugin;

// Three steps forward and back, each leaving its mark.
public abstract class Link(int number) : Migration, IReversible
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.GetCollection("chain").InsertOneAsync(new() { { "_id", number } }, cancellationToken: cancellationToken);
        context.Report($"Link {number}", "chain", ActionKind.Insert);
    }

    public async Task DownAsync(MigrationContext context, CancellationToken cancellationToken) =>
        await context.GetCollection("chain").DeleteOneAsync(Builders<BsonDocument>.Filter.Eq("_id", number), cancellationToken);
}

[Migration("20260101000001", "First link", Tree = "chain", Version = "0.1.0")]
public sealed class FirstLink() : Link(1);

[Migration("20260101000002", "Second link", Tree = "chain", Version = "0.2.0")]
public sealed class SecondLink() : Link(2);

[Migration("20260101000003", "Third link", Tree = "chain", Version = "0.3.0")]
public sealed class ThirdLink() : Link(3);

// Writes to the console, as people do who look for a fault.
[Migration("20260101000001", "Talk", Tree = "chatty")]
public sealed class Chatty : Migration
{
    private static readonly string[] Said = ["{ not: \"ours\" }", "half a line"];

    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync(Said[0].AsMemory(), cancellationToken);
        await Console.Error.WriteAsync(Said[1].AsMemory(), cancellationToken);
        context.Report("Said something");
    }
}
