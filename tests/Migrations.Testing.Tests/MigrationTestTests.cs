using System.Buffers.Binary;
using System.IO.Compression;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Testing.Tests;

public sealed class MigrationTestTests
{
    private static readonly BsonDocument Before = new() { { "_id", 1 }, { "price", 3 } };

    [Test]
    public async Task Documents_before_lead_to_documents_after()
    {
        await using var test = await NewTestAsync();
        await test.GivenAsync("orders", Before, new BsonDocument { { "_id", 2 }, { "price", 5 }, { "state", "paid" } });

        await test.WhenMigratedToAsync("orders@head");

        await test.ThenDocumentsAsync("orders", new Order { Id = 1, Price = 300, State = "open" }, new Order { Id = 2, Price = 500, State = "paid" });
    }

    [Test]
    public async Task A_target_in_the_middle_and_the_way_back_are_possible()
    {
        await using var test = await NewTestAsync();
        await test.GivenAsync("orders", new Order { Id = 1, Price = 3 });

        await test.WhenMigratedToAsync("orders@20260101000001");
        await test.ThenDocumentsAsync("orders", new BsonDocument { { "_id", 1 }, { "state", "open" }, { "price", 3 } });
        await test.WhenMigratedToAsync("orders@head");
        await test.WhenRolledBackToAsync("orders@base");

        await test.ThenDocumentsAsync("orders", Before);
    }

    [Test]
    public async Task Documents_that_are_not_as_expected_are_named()
    {
        await using var test = await NewTestAsync();
        await test.GivenAsync("orders", Before, new BsonDocument { { "_id", 2 }, { "price", 5L } });

        var failure = await FailureOf(() => test.ThenDocumentsAsync("orders", new BsonDocument { { "_id", 2 }, { "price", 5 } }, new BsonDocument("_id", 3)));

        Assert.That(failure.Message, Does.Contain("'orders' has 3 document(s)"));
        Assert.That(failure.Message, Does.Contain("should not be").And.Contain("is missing").And.Contain("\"$numberLong\" : \"5\""), "A long is no int.");
    }

    [Test]
    public async Task A_rollback_that_restores_is_told_from_one_that_does_not()
    {
        await using var test = await NewTestAsync();
        await test.GivenAsync("orders", Before);
        await test.GivenAsync("parcels", new BsonDocument { { "_id", 1 }, { "weight", 25 } });

        await test.ThenRollbackRestoresAsync("orders@head");
        var failure = await FailureOf(() => test.ThenRollbackRestoresAsync("parcels@head"));

        Assert.That(failure.Message, Does.Contain("weight").And.Contain("parcels@20260101000001"));
        await test.ThenDocumentsAsync("orders", Before);
    }

    [Test]
    public async Task What_is_idempotent_is_told_from_what_is_not()
    {
        await using var test = await NewTestAsync();
        await test.GivenAsync("orders", Before);
        await test.GivenAsync("parcels", new BsonDocument { { "_id", 1 }, { "weight", 200 } });

        await test.WhenMigratedToAsync("orders@20260101000001");
        await test.ThenAgainChangesNothingAsync();
        await test.WhenMigratedToAsync("parcels@head");
        var failure = await FailureOf(test.ThenAgainChangesNothingAsync);

        Assert.That(failure.Message, Does.Contain("before:").And.Contain("\"20\"").And.Contain("\"2\""));
    }

    [Test]
    public async Task A_run_that_was_stopped_continues()
    {
        await using var test = await NewTestAsync();
        await test.GivenAsync("parcels", [.. Enumerable.Range(1, 100).Select(n => new BsonDocument { { "_id", n }, { "weight", n * 10 } })]);

        await test.WhenStoppedAfterAsync("parcels@head", 30);
        var changed = await test.Database.GetCollection<BsonDocument>("parcels").CountDocumentsAsync("{ $expr: { $eq: ['$weight', '$_id'] } }");
        await test.WhenMigratedToAsync("parcels@head");

        Assert.That(changed, Is.InRange(30, 99));
        await test.ThenDocumentsAsync("parcels", [.. Enumerable.Range(1, 100).Select(n => new BsonDocument { { "_id", n }, { "weight", n } })]);
    }

    [Test]
    public async Task A_run_that_cannot_be_stopped_in_time_is_a_failure_of_the_test()
    {
        await using var test = await NewTestAsync();
        await test.GivenAsync("orders", Before);

        Assert.That((await FailureOf(() => test.WhenStoppedAfterAsync("orders@head", 1000))).Message, Does.Contain("Give more documents").Or.Contain("not stopped"));
    }

    [Test]
    public async Task A_dry_run_changes_nothing_and_a_failing_one_says_why()
    {
        await using var test = await NewTestAsync();
        await test.GivenAsync("orders", Before);
        await test.ThenDryRunSucceedsAsync("orders@head");

        await test.GivenAsync("orders", new BsonDocument { { "_id", 2 }, { "price", "dear" } });

        await Assert.ThatAsync(() => test.ThenDryRunSucceedsAsync("orders@head"), Throws.InstanceOf<MigrationException>());
    }

    [Test]
    public async Task Nothing_to_do_is_not_a_success()
    {
        await using var test = await NewTestAsync();
        await test.GivenAsync("orders", Before);
        await test.WhenMigratedToAsync("orders@head");

        await FailureOf(() => test.ThenDryRunSucceedsAsync("orders@head"));
        await FailureOf(() => test.ThenRollbackRestoresAsync("orders@head"));
        await test.WhenRolledBackToAsync("orders@base");
        await Assert.ThatAsync(test.ThenAgainChangesNothingAsync, Throws.InvalidOperationException);
    }

    [Test]
    public async Task What_is_repeated_is_the_last_run_that_did_something()
    {
        await using var test = await NewTestAsync();
        await test.GivenAsync("parcels", new BsonDocument { { "_id", 1 }, { "weight", 200 } });
        await test.WhenMigratedToAsync("parcels@head");
        await test.WhenMigratedToAsync("parcels@head");

        Assert.That((await FailureOf(test.ThenAgainChangesNothingAsync)).Message, Does.Contain("change it"));
    }

    [Test]
    public async Task A_dump_of_a_migrated_database_is_restored_without_its_records()
    {
        using var dump = new Dump(isArchive: false, isCompressed: false);
        await File.WriteAllBytesAsync(Path.Combine(dump.Path, "shop", "_migrations.heads.bson"), new BsonDocument { { "_id", "orders" }, { "revision", "20270101000001" } }.ToBson());
        await using var test = await NewTestAsync();

        await test.GivenDumpAsync(dump.Path);

        await test.WhenMigratedToAsync("orders@20260101000001");
    }

    [Test]
    public async Task A_time_series_of_a_dump_is_refused()
    {
        using var dump = new Dump(isArchive: false, isCompressed: false);
        await File.WriteAllTextAsync(Path.Combine(dump.Path, "shop", "weather.metadata.json"), """{"options":{"timeseries":{"timeField":"at"}},"indexes":[]}""");
        await using var test = await NewTestAsync();

        await Assert.ThatAsync(() => test.GivenDumpAsync(dump.Path), Throws.TypeOf<InvalidDataException>().With.Message.Contains("weather"));
    }

    [Test]
    public async Task A_migration_may_begin_in_the_middle()
    {
        await using var test = await NewTestAsync();
        await test.GivenPositionAsync("orders@20260101000001");
        await test.GivenAsync("orders", Before);

        await test.WhenMigratedToAsync("orders@head");

        Assert.That(await test.SnapshotAsync("orders"), Is.EqualTo("""{ "_id" : { "$numberInt" : "1" }, "price" : { "$numberInt" : "300" } }"""));
    }

    [Test]
    public async Task Each_test_has_a_database_that_is_dropped()
    {
        string name;
        await using (var test = await NewTestAsync())
        {
            await test.GivenAsync("orders", Before);
            name = test.Database.DatabaseNamespace.DatabaseName;
        }

        using var client = new MongoClient(Environment.GetEnvironmentVariable("MIGRATIONS_TEST_CONNECTION"));
        Assert.That(await (await client.ListDatabaseNamesAsync()).ToListAsync(), Does.Not.Contain(name));
    }

    [Test]
    public async Task A_dump_is_restored_with_its_indexes([Values] bool isArchive, [Values] bool isCompressed)
    {
        using var dump = new Dump(isArchive, isCompressed);
        await using var test = await NewTestAsync();

        await test.GivenDumpAsync(dump.Path);

        await test.ThenDocumentsAsync("orders", [.. Enumerable.Range(1, 1200).Select(n => new BsonDocument { { "_id", n }, { "price", n } })]);
        Assert.That((await (await test.Database.GetCollection<BsonDocument>("orders").Indexes.ListAsync()).ToListAsync()).Select(i => i["name"].AsString), Is.EquivalentTo(new[] { "_id_", "price_1" }));
    }

    [TestCase(7)]
    [TestCase(200)]
    public async Task A_dump_that_is_cut_off_is_refused(int length)
    {
        using var dump = new Dump(isArchive: true, isCompressed: false);
        var bytes = await File.ReadAllBytesAsync(dump.Path);
        await File.WriteAllBytesAsync(dump.Path, bytes[..length]);
        await using var test = await NewTestAsync();

        await Assert.ThatAsync(() => test.GivenDumpAsync(dump.Path), Throws.TypeOf<InvalidDataException>().With.Message.Contains("damaged"));
    }

    [Test]
    public async Task A_dump_that_is_not_there_is_refused()
    {
        await using var test = await NewTestAsync();

        await Assert.ThatAsync(() => test.GivenDumpAsync("no-such-dump"), Throws.TypeOf<InvalidDataException>());
    }

    private static Task<MigrationTest> NewTestAsync() => MigrationTest.StartAsync(typeof(AddState).Assembly);

    private static async Task<MigrationAssertionException> FailureOf(Func<Task> body)
    {
        try
        {
            await body();
        }
        catch (MigrationAssertionException e)
        {
            return e;
        }

        throw new AssertionException("Nothing was reported.");
    }
}

// What mongodump writes of a collection with 1,200 documents and an index.
internal sealed class Dump : IDisposable
{
    private const string Metadata = """{"options":{},"indexes":[{"v":{"$numberInt":"2"},"key":{"_id":{"$numberInt":"1"}},"name":"_id_"},{"v":{"$numberInt":"2"},"key":{"price":{"$numberInt":"1"}},"name":"price_1"}],"uuid":"0","collectionName":"orders","type":"collection"}""";
    private static readonly byte[] Terminator = [0xFF, 0xFF, 0xFF, 0xFF];
    private readonly string _folder = Directory.CreateTempSubdirectory("dump").FullName;

    public Dump(bool isArchive, bool isCompressed)
    {
        var documents = Enumerable.Range(1, 1200).Select(n => new BsonDocument { { "_id", n }, { "price", n } }.ToBson()).ToList();
        var (ending, all) = (isCompressed ? ".gz" : "", documents.SelectMany(d => d).ToArray());
        if (isArchive)
        {
            Path = System.IO.Path.Combine(_folder, "shop.archive" + ending);
            Write(Path, Archive(documents), isCompressed);
            return;
        }

        Path = _folder;
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(_folder, "shop")).FullName;
        Write(System.IO.Path.Combine(folder, "orders.bson" + ending), all, isCompressed);
        Write(System.IO.Path.Combine(folder, "orders.metadata.json" + ending), System.Text.Encoding.UTF8.GetBytes(Metadata), isCompressed);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // In two pieces, as it is where several collections are dumped at once.
    private static byte[] Archive(List<byte[]> documents)
    {
        var magic = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(magic, 0x8199E26D);
        return
        [
            .. magic,
            .. new BsonDocument { { "concurrent_collections", 1 }, { "version", "0.1" }, { "server_version", "8.0.0" }, { "tool_version", "100.10.0" } }.ToBson(),
            .. new BsonDocument { { "db", "shop" }, { "collection", "orders" }, { "metadata", Metadata }, { "size", 1 }, { "type", "collection" } }.ToBson(),
            .. Terminator,
            .. Header(isEnd: false), .. documents.Take(700).SelectMany(d => d), .. Terminator,
            .. Header(isEnd: false), .. documents.Skip(700).SelectMany(d => d), .. Terminator,
            .. Header(isEnd: true), .. Terminator,
        ];
    }

    private static byte[] Header(bool isEnd) => new BsonDocument { { "db", "shop" }, { "collection", "orders" }, { "EOF", isEnd }, { "CRC", 0L } }.ToBson();

    private static void Write(string path, byte[] bytes, bool isCompressed)
    {
        using var file = File.Create(path);
        using Stream stream = isCompressed ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(bytes);
    }
}
