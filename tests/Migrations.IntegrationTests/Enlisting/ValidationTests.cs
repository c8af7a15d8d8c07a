using Migrations.Engine.Enlisting;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.IntegrationTests.Enlisting;

public sealed class ValidationTests
{
    private static readonly (string Name, Func<EnlistedFixture, Task> Run)[] Writes =
    [
        ("InsertOne", f => f.A.InsertOneAsync(EnlistedCalls.Id(100))),
        ("InsertMany", f => f.A.InsertManyAsync([EnlistedCalls.Id(100)])),
        ("UpdateOne", f => f.A.UpdateOneAsync("{ _id: 1 }", "{ $unset: { v: 1 } }")),
        ("UpdateMany with options", f => f.A.UpdateManyAsync("{ _id: 1 }", "{ $unset: { v: 1 } }", new UpdateOptions { IsUpsert = true })),
        ("ReplaceOne", f => f.A.ReplaceOneAsync("{ _id: 1 }", EnlistedCalls.Id(1))),
        ("BulkWrite", f => f.A.BulkWriteAsync([new InsertOneModel<BsonDocument>(EnlistedCalls.Id(100))])),
        ("FindOneAndUpdate", f => f.A.FindOneAndUpdateAsync("{ _id: 1 }", "{ $unset: { v: 1 } }")),
        ("FindOneAndReplace", f => f.A.FindOneAndReplaceAsync("{ _id: 1 }", EnlistedCalls.Id(1))),
        ("RunCommand insert", f => f.Database.RunCommandAsync<BsonDocument>("{ insert: 'a', documents: [{ _id: 100 }] }")),
    ];

    public static IEnumerable<string> Names => Writes.Select(w => w.Name);

    [TestCaseSource(nameof(Names))]
    public async Task A_trial_may_pass_over_the_rule_that_stands(string name)
    {
        await using var fixture = await CreateAsync(passesOver: true);

        await Writes.Single(w => w.Name == name).Run(fixture);

        Assert.That(fixture.TakeSent().Single().Body["bypassDocumentValidation"].AsBoolean, Is.True);
        Assert.That(await fixture.A.CountDocumentsAsync("{ v: null }"), Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Names))]
    public async Task Otherwise_the_rule_holds(string name)
    {
        await using var fixture = await CreateAsync(passesOver: false);

        try
        {
            await Writes.Single(w => w.Name == name).Run(fixture);
        }
        catch (MongoException)
        {
            // A command that is run by its name has the error in its reply.
        }

        Assert.That(fixture.Enlistment.Fault?.ServerCode, Is.EqualTo(121));
    }

    private static async Task<EnlistedFixture> CreateAsync(bool passesOver)
    {
        var fixture = await EnlistedFixture.CreateAsync((f, s) => new Enlistment(s, new DryRunSchemaChanges(f.Noted.Add)) { PassesOverValidators = passesOver }, usesTransaction: true);
        await fixture.Plain.RunCommandAsync<BsonDocument>("{ collMod: 'a', validator: { v: { $exists: true } }, validationLevel: 'strict', validationAction: 'error' }");
        return fixture;
    }
}
