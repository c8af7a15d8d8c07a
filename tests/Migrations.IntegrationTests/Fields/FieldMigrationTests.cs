using MongoDB.Bson;
using Migrations.Engine.Planning;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Fields;

public sealed class FieldMigrationTests
{
    [Test]
    public async Task Steps_are_taken_and_rolled_back([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("notes").InsertManyAsync(Enumerable.Range(0, 25_000).Select(Note));
        var before = await fixture.ReadAsync("notes");

        var up = await fixture.NewEngine(transaction, workers: 2).RunAsync(new PlanRequest { Tree = "fields" }, fixture.Observer, CancellationToken.None);
        var after = await fixture.ReadAsync("notes");
        var again = await fixture.MigrateAsync("fields", transaction);
        await fixture.RollBackAsync("fields", transaction);

        Assert.That(up.Steps.Single().Counts, Has.Property("Matched").EqualTo(25_000).And.Property("Modified").EqualTo(25_000));
        Assert.That(up.Steps.Single().UsedTransaction, Is.EqualTo(transaction == TransactionMode.Require));
        Assert.That(after[7].ToJson(), Is.EqualTo("""{ "_id" : 7, "year" : 2007, "authors" : [{ "born" : null, "first" : "Ada", "last" : "L7" }, "unknown"], "meta" : { "title" : "Note 7", "lang" : "$en" }, "slug" : "note 7" }"""));
        Assert.That(again.Steps, Is.Empty);
        Assert.That((await fixture.ReadAsync("notes")).Select(Sorted), Is.EqualTo(before.Select(Sorted)));
    }

    [Test]
    public async Task A_trial_and_a_run_show_the_steps()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("notes").InsertManyAsync(Enumerable.Range(0, 3).Select(Note));

        var dry = await fixture.NewEngine().DryRunAsync(new PlanRequest { Tree = "fields" }, CancellationToken.None);
        var untouched = await fixture.ReadAsync("notes");
        var run = await fixture.MigrateAsync("fields");

        Assert.That(dry.Steps.Single().Actions.Select(a => a.Description), Does.Contain("Rename 'name' to 'meta.title'").And.Contain("Set 'meta.lang' to \"$en\" where it is missing"));
        Assert.That(dry.Steps.Single().Counts.Modified, Is.EqualTo(3));
        Assert.That(untouched.Select(d => d.Contains("name")), Has.All.True);
        Assert.That(run.Steps.Single().Actions.Select(a => a.Description), Is.EqualTo(dry.Steps.Single().Actions.Select(a => a.Description)));
    }

    [Test]
    public async Task A_document_that_would_be_damaged_is_named_and_the_run_continues_when_it_is_corrected([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var notes = fixture.Database.GetCollection("notes");
        await notes.InsertManyAsync(Enumerable.Range(0, 50).Select(Note));
        await notes.UpdateOneAsync("""{ "_id": 30 }""", """{ "$set": { "year": "MMXX" } }""");

        var dry = Assert.CatchAsync<MigrationException>(async () => await fixture.NewEngine().DryRunAsync(new PlanRequest { Tree = "fields" }, CancellationToken.None));
        var run = Assert.ThrowsAsync<MigrationException>(async () => await fixture.MigrateAsync("fields", transaction));
        await notes.UpdateOneAsync("""{ "_id": 30 }""", """{ "$set": { "year": "2030" } }""");
        await fixture.MigrateAsync("fields", transaction);

        Assert.That(new[] { dry, run }, Has.All.Property("Code").EqualTo(MigrationErrorCode.FieldStepRefused).And.All.Message.Contains("Convert 'year' from string to int is refused for the document with the _id 30"));
        Assert.That(await notes.CountDocumentsAsync("""{ "year": { "$type": "int" }, "name": { "$exists": false } }"""), Is.EqualTo(50));
    }

    [Test]
    public async Task What_others_write_meanwhile_is_caught_up()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var notes = fixture.Database.GetCollection("notes");
        await notes.InsertManyAsync(Enumerable.Range(0, 40).Select(Note));
        var late = 0;
        fixture.Observer.OnProgress = _ =>
        {
            if (late++ == 0)
            {
                notes.InsertOneAsync(Note(-1)).GetAwaiter().GetResult();
            }
        };

        var result = await fixture.MigrateAsync("fields");

        Assert.That(result.Steps.Single().Counts.Modified, Is.EqualTo(41));
        Assert.That(fixture.Observer.Actions, Does.Contain("Catch up 1 document(s) that were written meanwhile"));
    }

    [Test]
    public async Task What_is_computed_in_place_is_computed_once_each_way()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var notes = fixture.Database.GetCollection("notes");
        await notes.InsertManyAsync([BsonDocument.Parse("""{ "_id": 1, "v": 1, "price": 3, "lines": [{ "price": 1 }, { "other": 2 }] }"""), BsonDocument.Parse("""{ "_id": 2, "v": 2, "price": 400 }"""), BsonDocument.Parse("""{ "_id": 3, "v": 1 }""")]);

        await fixture.MigrateAsync("fieldprices");
        var after = await fixture.ReadAsync("notes");
        await fixture.RollBackAsync("fieldprices");
        var back = await fixture.ReadAsync("notes");

        Assert.That(after.Select(d => d.ToJson()), Is.EqualTo(new[] { """{ "_id" : 1, "v" : 2, "price" : 300, "lines" : [{ "price" : 100 }, { "other" : 2 }] }""", """{ "_id" : 2, "v" : 2, "price" : 400 }""", """{ "_id" : 3, "v" : 2 }""" }));
        Assert.That(back.Select(d => d.ToJson()), Is.EqualTo(new[] { """{ "_id" : 1, "v" : 1, "price" : 3, "lines" : [{ "price" : 1 }, { "other" : 2 }] }""", """{ "_id" : 2, "v" : 1, "price" : 4 }""", """{ "_id" : 3, "v" : 1 }""" }));
    }

    [Test]
    public async Task A_rollback_without_a_way_back_names_the_step()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.MigrateAsync("fieldloss");

        Assert.That(
            async () => await fixture.RollBackAsync("fieldloss"),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.Irreversible).And.Message.Contains("Unset 'draft'").And.Message.Not.Contains("Rename"));
    }

    private static BsonDocument Note(int id) => BsonDocument.Parse($$"""{ "_id": {{id}}, "name": "Note {{id}}", "year": "{{2000 + id}}", "authors": [{ "name": "Ada L{{id}}", "born": null }, "unknown"] }""");

    private static string Sorted(BsonDocument document) => string.Join(",", document.Elements.Select(e => $"{e.Name}:{(e.Value is BsonArray array ? string.Join("|", array.Select(v => v is BsonDocument inner ? Sorted(inner) : v.ToExactText())) : e.Value.ToExactText())}").Order(StringComparer.Ordinal));
}
