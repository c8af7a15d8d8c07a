using System.Diagnostics;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;

namespace Migrations.IntegrationTests.Channel;

// The engine's channel against a real server.
public sealed class ChannelTests
{
    [Test]
    public async Task The_server_is_told_apart()
    {
        await using var client = new ChannelFixture();

        var info = await client.Channel.ConnectAsync(CancellationToken.None);

        Assert.That(info.Deployment, Is.EqualTo(DeploymentKind.ReplicaSet));
        Assert.That(info.SupportsTransactions, Is.True);
        Assert.That(info.ServerVersion, Is.Not.Empty);
    }

    [Test]
    public async Task Documents_come_back_byte_for_byte()
    {
        await using var client = new ChannelFixture();
        var document = BsonDocument.Parse("""
            { "_id": { "$oid": "507f1f77bcf86cd799439011" }, "d": { "$numberDouble": "-0.0" }, "l": { "$numberLong": "5" }, "m": { "$numberDecimal": "1.50" },
              "t": { "$date": { "$numberLong": "-1" } }, "b": { "$binary": { "base64": "AQID", "subType": "80" } }, "n": null, "a": [1, { "x": "\u00e9" }],
              "r": { "$regularExpression": { "pattern": "a.b", "options": "i" } }, "": { "$minKey": 1 } }
            """).ToRaw();

        await client.RunAsync(client.Insert([document.ToBsonDocument()]));
        await using var cursor = await client.Channel.OpenCursorAsync(client.Command("""{ "find": "items" }""", CommandKind.Read), null, CancellationToken.None);
        await cursor.MoveNextAsync(CancellationToken.None);

        Assert.That(cursor.Current.Single().AsDocument, Is.EqualTo(document));
    }

    [Test]
    public async Task A_cursor_reads_all_batches_and_an_early_end_closes_it()
    {
        await using var client = new ChannelFixture();
        await client.RunAsync(client.Insert(Enumerable.Range(0, 1000).Select(i => new BsonDocument { { "_id", i } })));
        var find = client.Command("""{ "find": "items", "sort": { "_id": 1 }, "batchSize": 64 }""", CommandKind.Read);

        var ids = new List<long>();
        await using (var cursor = await client.Channel.OpenCursorAsync(find, null, CancellationToken.None))
        {
            while (await cursor.MoveNextAsync(CancellationToken.None))
            {
                ids.AddRange(cursor.Current.Select(d => d.AsDocument["_id"].ToInt64()));
            }
        }

        await using (var cursor = await client.Channel.OpenCursorAsync(find, null, CancellationToken.None))
        {
            await cursor.MoveNextAsync(CancellationToken.None);
        }

        Assert.That(ids, Is.EqualTo(Enumerable.Range(0, 1000)));
    }

    [Test]
    public async Task More_than_a_message_holds_is_written_in_several()
    {
        await using var client = new ChannelFixture();
        var documents = Enumerable.Range(0, 60).Select(i => new BsonDocument { { "_id", i }, { "a", new byte[1_000_000] } });

        var reply = await client.RunAsync(client.Insert(documents));

        Assert.That(reply["n"].ToInt64(), Is.EqualTo(60));
        Assert.That(await client.CountAsync(), Is.EqualTo(60));
    }

    [Test]
    public async Task More_statements_than_the_server_takes_are_written_in_several_commands()
    {
        await using var client = new ChannelFixture();
        var info = await client.Channel.ConnectAsync(CancellationToken.None);
        var count = info.MaxWriteBatchSize + 10;

        var reply = await client.RunAsync(client.Insert(Enumerable.Range(0, count).Select(i => new BsonDocument { { "_id", i } })));

        Assert.That(reply["n"].ToInt64(), Is.EqualTo(count));
    }

    [TestCase(true, 2)]
    [TestCase(false, 4)]
    public async Task A_duplicate_stops_an_ordered_command_and_not_an_unordered_one(bool isOrdered, int written)
    {
        await using var client = new ChannelFixture();
        var documents = new[] { 1, 2, 2, 3, 4 }.Select(i => new BsonDocument { { "_id", i } });

        var reply = await client.RunAsync(client.Insert(documents, isOrdered));

        var error = WriteReplies.ReadErrors(reply.ToRaw()).Single();
        Assert.That((error.Index, error.ServerCode), Is.EqualTo((2, 11000)));
        Assert.That((error.KeyPattern?.ToJson(), error.KeyValue?.ToJson()), Is.EqualTo(("""{ "_id" : 1 }""", """{ "_id" : 2 }""")));
        Assert.That(await client.CountAsync(), Is.EqualTo(written));
    }

    [TestCase("""{ "update": "items", "updates": [{ "q": { "_id": 2 }, "u": { "$set": { "a.b": 1 } } }] }""")]
    [TestCase("""{ "update": "items", "updates": [{ "q": { "_id": 2 }, "u": { "a": { "b": 1 } } }] }""")]
    [TestCase("""{ "update": "items", "updates": [{ "q": { "_id": 3 }, "u": [{ "$set": { "a": { "b": 1 } } }], "upsert": true }] }""")]
    public async Task Outside_of_transactions_too_a_duplicate_says_which_key_it_is_and_writes_nothing(string update)
    {
        await using var client = new ChannelFixture();
        await client.Database.RunCommandAsync("""{ "createIndexes": "items", "indexes": [{ "key": { "a.b": -1 }, "name": "by_b", "unique": true, "sparse": true }] }""");
        await client.RunAsync(client.Insert([BsonDocument.Parse("""{ "_id": 1, "a": { "b": 1 } }"""), BsonDocument.Parse("""{ "_id": 2 }""")]));

        var reply = await client.RunAsync(client.Command(update, CommandKind.RetryableWrite));

        var error = WriteReplies.ReadErrors(reply.ToRaw()).Single();
        // The local server tells the value of an _id only.
        Assert.That((error.ServerCode, error.KeyPattern?.ToJson()), Is.EqualTo((11000, """{ "a.b" : -1 }""")));
        Assert.That((await client.CountAsync(), await client.Database.GetCollection("items").CountDocumentsAsync("""{ "a.b": 1 }""")), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task A_transaction_is_seen_whole_or_not_at_all()
    {
        await using var client = new ChannelFixture();
        await client.Database.CreateCollectionAsync("items");
        await using var session = client.Channel.StartSession();

        session.StartTransaction();
        await client.RunAsync(client.Insert([new BsonDocument { { "_id", 1 } }]), session);
        var during = await client.CountAsync();
        await session.CommitTransactionAsync(CancellationToken.None);
        var after = await client.CountAsync();
        session.StartTransaction();
        await client.RunAsync(client.Insert([new BsonDocument { { "_id", 2 } }]), session);
        await session.AbortTransactionAsync(CancellationToken.None);

        Assert.That((during, after, await client.CountAsync()), Is.EqualTo((0, 1, 1)));
    }

    [Test]
    public async Task Transactions_that_collide_are_repeated_until_both_are_through()
    {
        await using var client = new ChannelFixture();
        await client.RunAsync(client.Insert([new BsonDocument { { "_id", 1 }, { "n", 0 } }]));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => IncrementAsync(client)));

        var document = await client.Database.GetCollection("items").FindOneAsync();
        Assert.That(document!["n"].ToInt64(), Is.EqualTo(4));
    }

    [Test]
    public async Task A_cursor_of_a_transaction_sees_what_the_transaction_wrote()
    {
        await using var client = new ChannelFixture();
        await client.Database.CreateCollectionAsync("items");
        await using var session = client.Channel.StartSession();

        session.StartTransaction();
        await client.RunAsync(client.Insert(Enumerable.Range(0, 10).Select(i => new BsonDocument { { "_id", i } })), session);
        var count = 0;
        await using (var cursor = await client.Channel.OpenCursorAsync(client.Command("""{ "find": "items", "batchSize": 3 }""", CommandKind.Read), session, CancellationToken.None))
        {
            while (await cursor.MoveNextAsync(CancellationToken.None))
            {
                count += cursor.Current.Count;
            }
        }

        await session.AbortTransactionAsync(CancellationToken.None);

        Assert.That(count, Is.EqualTo(10));
    }

    [Test]
    public async Task A_failed_command_has_the_servers_code()
    {
        await using var client = new ChannelFixture();

        var failure = Assert.CatchAsync<CommandException>(async () => await client.RunAsync(client.Command("""{ "noSuchCommand": 1 }""")));

        Assert.That(failure.ServerCode, Is.EqualTo(59));
    }

    [Test]
    public async Task Many_commands_at_once_share_few_connections()
    {
        await using var client = new ChannelFixture("maxPoolSize=4");

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => client.RunAsync(client.Insert([new BsonDocument { { "_id", i } }]))));

        Assert.That(await client.CountAsync(), Is.EqualTo(100));
    }

    [Test]
    public async Task A_cancelled_command_leaves_the_channel_usable()
    {
        await using var client = new ChannelFixture();
        await client.RunAsync(client.Insert(Enumerable.Range(0, 2000).Select(i => new BsonDocument { { "_id", i } })));
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));
        var watch = Stopwatch.StartNew();

        await Assert.ThatAsync(
            async () =>
            {
                while (true)
                {
                    await client.RunAsync(client.Command("""{ "find": "items" }""", CommandKind.Read), null, cancellation.Token);
                }
            },
            Throws.InstanceOf<OperationCanceledException>());

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
        Assert.That(await client.CountAsync(), Is.EqualTo(2000));
    }

    private static async Task IncrementAsync(ChannelFixture client)
    {
        await using var session = client.Channel.StartSession();
        await session.WithTransactionAsync(
            async token =>
            {
                var update = client.Command("""{ "update": "items", "updates": [{ "q": { "_id": 1 }, "u": { "$inc": { "n": 1 } } }] }""", CommandKind.RetryableWrite);
                return await client.RunAsync(update, session, token);
            },
            CancellationToken.None);
    }
}
