using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.IntegrationTests.Enlisting;

public sealed class SwallowedErrorTests
{
    private static readonly (string Name, Func<EnlistedFixture, Task> Run)[] Failing =
    [
        ("insert", f => f.A.InsertOneAsync(EnlistedCalls.Id(1))),
        ("bulkWrite", f => f.Database.Client.BulkWriteAsync([new BulkWriteInsertOneModel<BsonDocument>($"{f.Plain.DatabaseNamespace}.a", EnlistedCalls.Id(1))])),
        ("RunCommand insert", f => f.Database.RunCommandAsync<BsonDocument>("{ insert: 'a', documents: [{ _id: 1 }] }")),
        ("aggregate", f => f.A.Aggregate().AppendStage<BsonDocument>("{ $unknownStage: 1 }").ToListAsync()),
    ];

    public static IEnumerable<string> Names => Failing.Select(f => f.Name);

    [TestCaseSource(nameof(Names))]
    public async Task An_error_that_ended_the_transaction_is_remembered_and_told_at_the_next_call(string name)
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        try
        {
            await Failing.Single(f => f.Name == name).Run(fixture);
        }
        catch (MongoException)
        {
            // As an author's code may do.
        }

        var told = Assert.ThrowsAsync<MigrationException>(() => fixture.A.InsertOneAsync(EnlistedCalls.Id(100)));

        Assert.That(told.Code, Is.EqualTo(MigrationErrorCode.SwallowedServerError));
        Assert.That(fixture.Enlistment.Fault, Is.Not.Null);
        Assert.That((fixture.Enlistment.Fault!.Command, fixture.Enlistment.Fault.Collection, fixture.Enlistment.Fault.IsTransient), Is.EqualTo((name.Split(' ')[^1], "a", false)));
        Assert.That(fixture.Enlistment.ThrowIfFaulted, Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.SwallowedServerError));
    }

    [Test]
    public async Task Its_text_names_the_first_of_them()
    {
        await using var fixture = await EnlistedFixture.CreateAsync();

        Assert.CatchAsync<MongoException>(() => fixture.A.InsertOneAsync(EnlistedCalls.Id(1)));

        Assert.That(fixture.Enlistment.ThrowIfFaulted, Throws.TypeOf<MigrationException>().With.Message.StartsWith("'insert' on 'a' failed with server code 11000: "));
    }

    [Test]
    public async Task A_transient_error_is_left_to_the_transaction_loop()
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        using var other = await fixture.PlainClient.StartSessionAsync();
        await fixture.A.Find("{ _id: 2 }").SingleAsync();
        other.StartTransaction();
        await fixture.Plain.GetCollection<BsonDocument>("a").UpdateOneAsync(other, "{ _id: 1 }", "{ $set: { x: 1 } }");

        var conflict = Assert.CatchAsync<MongoException>(() => fixture.A.UpdateOneAsync("{ _id: 1 }", "{ $set: { x: 2 } }"));
        var next = Assert.CatchAsync<MongoException>(() => fixture.A.UpdateOneAsync("{ _id: 3 }", "{ $set: { x: 2 } }"));
        await other.AbortTransactionAsync();

        Assert.That(fixture.Enlistment.Fault?.IsTransient, Is.True);
        Assert.That(fixture.Enlistment.ThrowIfFaulted, Throws.Nothing);
        Assert.That((conflict.HasErrorLabel("TransientTransactionError"), next.HasErrorLabel("TransientTransactionError")), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task Without_a_transaction_the_body_continues()
    {
        await using var fixture = await EnlistedFixture.CreateAsync(usesTransaction: false);

        Assert.CatchAsync<MongoException>(() => fixture.A.InsertOneAsync(EnlistedCalls.Id(1)));
        await fixture.A.InsertOneAsync(EnlistedCalls.Id(100));

        Assert.That(fixture.Enlistment.Fault, Is.Null);
    }
}
