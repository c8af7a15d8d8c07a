using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Driver;

namespace Migrations.TestPlugin;

// A class of an application: it knows a database, and nothing of sessions or migrations.
public sealed class PeopleRepository(IMongoDatabase database)
{
    private readonly IMongoCollection<Resident> _people = database.GetCollection<Resident>("people");

    public async Task MoveAllAsync(string city, CancellationToken cancellationToken)
    {
        await _people.UpdateManyAsync(p => p.City != city, Builders<Resident>.Update.Set(p => p.City, city), cancellationToken: cancellationToken);
        await database.GetCollection<BsonDocument>("moves").InsertOneAsync(new BsonDocument("to", city), cancellationToken: cancellationToken);
    }

    public Task<long> CountInAsync(string city, CancellationToken cancellationToken) => _people.CountDocumentsAsync(p => p.City == city, cancellationToken: cancellationToken);
}

[BsonIgnoreExtraElements]
public sealed class Resident
{
    public int Id { get; set; }

    [BsonElement("city")]
    public string? City { get; set; }
}

[Migration("20260101000001", "Move everybody by the application's own code", Tree = "repository")]
public sealed class MoveByRepository : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var people = new PeopleRepository(context.Database);
        await people.MoveAllAsync("Oslo", cancellationToken);
        context.Report($"Move {await people.CountInAsync("Oslo", cancellationToken)} people", "people");
    }
}

[Migration("20260101000002", "Move everybody on, and fail", Tree = "repository")]
public sealed class FailAfterRepository : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var people = new PeopleRepository(context.Database);
        await people.MoveAllAsync("Rome", cancellationToken);
        throw new InvalidOperationException($"{await people.CountInAsync("Rome", cancellationToken)} moved.");
    }
}

[Migration("20260101000001", "Catch an error of the server and go on", Tree = "swallowing")]
public sealed class SwallowDuplicate : CollectionMigration<Resident>
{
    public override string Collection => "people";

    public override async Task UpAsync(IMongoCollection<Resident> collection, MigrationContext context, CancellationToken cancellationToken)
    {
        await collection.InsertOneAsync(new Resident { Id = 1000 }, cancellationToken: cancellationToken);
        try
        {
            await collection.InsertOneAsync(new Resident { Id = 1000 }, cancellationToken: cancellationToken);
        }
        catch (MongoWriteException)
        {
            context.Report("It is there already");
        }
    }
}

// Its repository wraps what the driver throws, as many do.
[Migration("20260101000001", "Meet a conflict once after a change of schema", Tree = "conflicting")]
public sealed class ConflictOnce : Migration
{
    private static int _attempts;

    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.Database.CreateCollectionAsync("rivers", cancellationToken: cancellationToken);
        await context.GetCollection("people").Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{ city: 1 }"), cancellationToken: cancellationToken);
        await context.GetCollection("rivers").InsertOneAsync(new BsonDocument("_id", Interlocked.Increment(ref _attempts)), cancellationToken: cancellationToken);
        if (_attempts == 1)
        {
            var conflict = new MongoException("Somebody else was faster.");
            conflict.AddErrorLabel("TransientTransactionError");
            throw new InvalidOperationException("The river could not be stored.", conflict);
        }
    }
}

[Migration("20260101000001", "Look at the state of the migrations", Tree = "nosy")]
[Destructive("The people are only there to be counted.")]
public sealed class ReadState : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.GetCollection("people").DeleteManyAsync("{}", cancellationToken);
        await context.GetCollection("_migrations.journal").Find("{}").ToListAsync(cancellationToken);
    }
}
