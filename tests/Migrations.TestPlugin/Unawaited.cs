using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.TestPlugin;

[Migration("20260101000001", "Insert, and look away", Tree = "unawaited")]
public sealed class InsertAndLookAway : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.GetCollection("people").InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: cancellationToken);
        _ = context.GetCollection("people").InsertOneAsync(new BsonDocument("_id", 2), cancellationToken: cancellationToken);
    }
}

[Migration("20260101000001", "Insert many side by side, and read while doing so", Tree = "sidebyside")]
public sealed class InsertSideBySide : Migration
{
    private const int Count = 200;

    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var people = context.GetCollection("people");
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => people.InsertOneAsync(new BsonDocument("_id", i), cancellationToken: cancellationToken)));
        var options = new FindOptions { BatchSize = 10 };
        var read = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => people.Find("{}", options).ToListAsync(cancellationToken)));
        await Task.WhenAll(read[0].Select(p => Task.Run(() => people.UpdateOne(new BsonDocument("_id", p["_id"]), """{ "$set": { "seen": true } }""", cancellationToken: cancellationToken), cancellationToken)));

        // Documents to insert that are read while they are inserted.
        await context.GetCollection("copies").InsertManyAsync(people.Find("{}", options).ToEnumerable(cancellationToken).Select(p => p), cancellationToken: cancellationToken);
        context.Report($"{read.Sum(r => r.Count)} read");
    }
}

// Goes on after its body has returned, while its check still looks.
[Migration("20260101000001", "Write while the check looks", Tree = "latewriter")]
public sealed class WriteWhileChecked : Migration
{
    private static readonly TaskCompletionSource Checking = new();
    private static Task _late = Task.CompletedTask;

    public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        _late = WriteLaterAsync(context);
        return Task.CompletedTask;
    }

    public override async Task VerifyAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        Checking.TrySetResult();
        await Task.WhenAny(_late);
        if (_late.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("It was let through.");
        }
    }

    private static async Task WriteLaterAsync(MigrationContext context)
    {
        await Checking.Task;
        await context.GetCollection("people").InsertOneAsync(new BsonDocument("_id", "late"));
    }
}
