using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.TestPlugin;

[Migration("20260101000001", "Insert, and look away", Tree = "unawaited")]
public sealed class InsertAndLookAway : Migration
{
    // More than the server takes while the body returns.
    private const int Many = 20_000;

    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.GetCollection("people").InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: cancellationToken);
#pragma warning disable MIG1126 // The engine must notice it where the compiler was not heard.
        _ = context.GetCollection("people").InsertManyAsync(Enumerable.Range(2, Many).Select(i => new BsonDocument("_id", i)), cancellationToken: cancellationToken);
#pragma warning restore MIG1126
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

// Its insert fails before the body returns, and nobody looks.
[Migration("20260101000001", "Insert twice, and look away", Tree = "lostfailure")]
public sealed class InsertTwiceAndLookAway : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var people = context.GetCollection("people");
        await people.InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: cancellationToken);
#pragma warning disable MIG1126 // The engine must notice it where the compiler was not heard.
        _ = people.InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: cancellationToken);
#pragma warning restore MIG1126
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
    }
}

// Its insert fails, and it looks.
[Migration("20260101000001", "Insert twice, and catch", Tree = "caughtfailure")]
public sealed class InsertTwiceAndCatch : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var people = context.GetCollection("people");
        await people.InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: cancellationToken);
        try
        {
            await people.InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: cancellationToken);
        }
        catch (MongoWriteException)
        {
            context.Report("It is there already");
        }
    }
}

[Migration("20260101000001", "Insert in a method that nobody can await", Tree = "asyncvoid")]
public sealed class InsertInAsyncVoid : Migration
{
    public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        Insert(context);
        return Task.CompletedTask;
    }

#pragma warning disable MIG1123 // The engine must notice it where the compiler was not heard.
    private static async void Insert(MigrationContext context)
    {
        await context.GetCollection("people").InsertOneAsync(new BsonDocument("_id", 1));
        await Task.Yield();
        throw new InvalidOperationException("Nobody sees this.");
    }
#pragma warning restore MIG1123
}

// Goes on while the next migration runs.
[Migration("20260101000001", "Leave something running", Tree = "toolate")]
public sealed class LeaveSomethingRunning : Migration
{
    internal static TaskCompletionSource Next { get; } = new();

    internal static Task Late { get; private set; } = Task.CompletedTask;

    public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        Late = WriteLaterAsync(context);
        return Task.CompletedTask;
    }

    private static async Task WriteLaterAsync(MigrationContext context)
    {
        await Next.Task;
        await context.GetCollection("people").InsertOneAsync(new BsonDocument("_id", "late"));
    }
}

[Migration("20260101000002", "Let it write", Tree = "toolate")]
public sealed class LetItWrite : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        LeaveSomethingRunning.Next.TrySetResult();
        await Task.WhenAny(LeaveSomethingRunning.Late);
    }
}
