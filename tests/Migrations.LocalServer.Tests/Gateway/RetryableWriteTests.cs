namespace Migrations.LocalServer.Tests.Gateway;

public sealed class RetryableWriteTests
{
    [Test]
    public async Task A_write_that_comes_again_is_answered_and_not_done_again()
    {
        using var client = await RunningServer.ConnectAsync();
        var session = new Session();
        const string Update = """{ "update": "c", "updates": [ { "q": { "_id": 1 }, "u": { "$inc": { "n": 1 } }, "upsert": true } ] }""";

        var first = await client.RunAsync(session.Retryable(Update, 1));
        var again = await client.RunAsync(session.Retryable(Update, 1));
        var other = await client.RunAsync(session.Retryable(Update, 2));

        Assert.That(again["upserted"], Is.EqualTo(first["upserted"]));
        Assert.That(other.Contains("upserted"), Is.False);
        var found = await client.RunAsync("""{ "find": "c" }""");
        Assert.That(found["cursor"].AsBsonDocument["firstBatch"].AsBsonArray.Single().AsBsonDocument["n"].ToInt32(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_number_that_is_too_old_is_refused()
    {
        using var client = await RunningServer.ConnectAsync();
        var session = new Session();
        await client.RunAsync(session.Retryable("""{ "insert": "c", "documents": [ { "_id": 1 } ] }""", 5));

        var reply = await client.RunAsync(session.Retryable("""{ "insert": "c", "documents": [ { "_id": 2 } ] }""", 4));

        Assert.That(reply["code"].ToInt32(), Is.EqualTo(225));
    }
}
