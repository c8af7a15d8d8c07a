using System.Text.Json;
using MongoDB.Bson;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// Documents as people know them: by ids as mongosh takes them, all that are refused, and the first field that differs.
public sealed class DocumentTextTests
{
    private static readonly Guid Key = new("0f8fad5b-d9cb-469f-a165-70867728950e");
    private static readonly BsonBinaryData Id = new(Key, GuidRepresentation.Standard);

    [TestCase("stop")]
    [TestCase("collect")]
    public async Task The_id_of_a_document_that_fails_is_a_guid_that_can_be_pasted(string onError)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("stocks").InsertOneAsync(new() { { "_id", Id }, { "place", new BsonDocument("count", "many") } });

        using var tried = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "stock", "--on-document-error", onError, "--dry-run");
        using var run = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "stock", "--on-document-error", onError);

        Assert.That(tried.Errors, Does.Contain($$"""{ "_id" : UUID("{{Key}}") }"""));
        Assert.That(run.Errors, Does.Contain($$"""{ "_id" : UUID("{{Key}}") }"""));
        Assert.That((tried.ExitCode, run.ExitCode), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_step_that_would_do_damage_names_the_document_by_its_guid_in_a_dry_run()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("places").InsertManyAsync([new() { { "_id", Id }, { "name", "a" }, { "title", "b" } }, new() { { "_id", 1 }, { "name", "a" } }]);

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "placefields", "--dry-run");

        Assert.That(host.Errors, Does.Contain("MIG1616").And.Contain($$"""{ "_id" : UUID("{{Key}}") }"""));
    }

    [TestCase("stop", "MIG1604")]
    [TestCase("collect", "MIG1611")]
    public async Task A_dry_run_lists_all_documents_that_the_code_refuses(string onError, string code)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("stocks").InsertManyAsync(Enumerable.Range(0, 40).Select(i => new BsonDocument { { "_id", i }, { "place", new BsonDocument("count", i % 10 == 3 ? (BsonValue)"many" : i) } }));

        using var text = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "stock", "--dry-run", "--batch-size", "7", "--on-document-error", onError);
        using var json = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "stock", "--dry-run", "--batch-size", "7", "--on-document-error", onError, "--output", "json");
        using var run = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "stock", "--batch-size", "7", "--on-document-error", onError);

        Assert.That(text.Errors, Does.Contain($"error {code}: ").And.Contain("4 documents"));
        Assert.That(new[] { 3, 13, 23, 33 }.Select(i => $$"""{ "_id" : {{i}} }"""), Has.All.Matches<string>(id => text.Errors.Contains(id, StringComparison.Ordinal)));
        Assert.That(IdsOf(json), Is.EqualTo(new[] { 3, 13, 23, 33 }));
        Assert.That(run.Errors, Does.Contain($"error {code}: "), "the run ends as the dry run says");
        Assert.That((text.ExitCode, run.ExitCode), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_dry_run_lists_all_documents_that_the_server_refuses_and_changes_none()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("shelves").InsertManyAsync(Enumerable.Range(0, 12).Select(i => new BsonDocument { { "_id", i }, { "name", i is 2 or 5 or 11 ? "forbidden" : $"n{i}" }, { "times", 0 } }));
        await fixture.Database.RunCommandAsync("""{ "collMod": "shelves", "validator": { "code": { "$ne": "forbidden" } } }""");

        using var json = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "shelf", "--dry-run", "--batch-size", "5", "--output", "json");

        Assert.That(IdsOf(json), Is.EqualTo(new[] { 2, 5, 11 }), json.Output);
        Assert.That((await fixture.ReadAsync("shelves")).Select(d => d["times"].AsInt32), Has.All.Zero);
    }

    [Test]
    public async Task A_dry_run_of_a_rollback_from_images_lists_all_that_the_server_refuses()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("parts").InsertManyAsync(Enumerable.Range(0, 40).Select(i => new BsonDocument { { "_id", i }, { "price", i + 0.5 } }));
        await fixture.MigrateAsync("imaged", batchSize: 7);
        await fixture.Database.RunCommandAsync("""{ "collMod": "parts", "validator": { "price": { "$nin": [3.5, 4.5, 33.5] } } }""");

        using var text = await HostProcess.RunAsync(fixture.Database.Name, "rollback", "--tree", "imaged", "--to", "base", "--dry-run");
        using var json = await HostProcess.RunAsync(fixture.Database.Name, "rollback", "--tree", "imaged", "--to", "base", "--dry-run", "--output", "json");

        Assert.That(text.Errors, Does.Contain("error MIG1604: ").And.Contain("3 documents"));
        Assert.That(IdsOf(json), Is.EquivalentTo(new[] { 3, 4, 33 }));
        Assert.That((await fixture.ReadAsync("parts")).Select(d => d.Names.Last()), Has.All.EqualTo("cost"));
    }

    [Test]
    public async Task A_rehearsal_lists_all_that_is_refused_on_the_way_there()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("stocks").InsertManyAsync(Enumerable.Range(0, 40).Select(i => new BsonDocument { { "_id", i }, { "place", new BsonDocument("count", i % 10 == 3 ? (BsonValue)"many" : i) } }));

        using var json = await HostProcess.RunAsync(fixture.Database.Name, "rehearse", "--tree", "stock", "--output", "json");

        Assert.That(IdsOf(json), Is.EqualTo(new[] { 3, 13, 23, 33 }));
    }

    [Test]
    public async Task A_dry_run_finds_the_documents_that_a_step_on_the_server_refuses()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("places").InsertManyAsync(Enumerable.Range(0, 30).Select(i => new BsonDocument { { "_id", i }, { "name", "a" }, { i is 4 or 5 or 29 ? "title" : "other", "b" } }));

        using var json = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "placefields", "--dry-run", "--batch-size", "10", "--output", "json");

        Assert.That(IdsOf(json), Is.EqualTo(new[] { 4, 5, 29 }), json.Output);
    }

    [Test]
    public async Task No_more_refusals_are_listed_than_were_asked_for()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("stocks").InsertManyAsync(Enumerable.Range(0, 40).Select(i => new BsonDocument { { "_id", i }, { "place", new BsonDocument("count", "many") } }));

        using var json = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "stock", "--dry-run", "--limit-errors", "5", "--output", "json");

        using var report = JsonDocument.Parse(json.Output);
        Assert.That(IdsOf(json), Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
        Assert.That(report.RootElement.GetProperty("error").GetProperty("message").GetString(), Does.Contain("more than 5 documents").And.Contain("There may be more"));
    }

    [Test]
    public async Task A_rehearsal_names_the_first_field_that_differs_with_both_values()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("parts").InsertManyAsync([new() { { "_id", Id }, { "count", 1 }, { "price", 0.25 } }, new() { { "_id", 2 }, { "count", 5 }, { "price", 0.5 } }]);

        using var text = await HostProcess.RunAsync(fixture.Database.Name, "rehearse", "--tree", "imagedDown");
        using var json = await HostProcess.RunAsync(fixture.Database.Name, "rehearse", "--tree", "imagedDown", "--output", "json");

        using var report = JsonDocument.Parse(json.Output);
        var differences = report.RootElement.GetProperty("steps")[0].GetProperty("differences").EnumerateArray().ToList();
        Assert.That(text.ExitCode, Is.EqualTo(4), text.Errors);
        Assert.That(text.Output, Does.Match($$"""{ "_id" : UUID\("{{Key}}"\) } of 'parts': 'count' was 1, and is NumberLong\(\d+\)""").And.Match("""{ "_id" : 2 } of 'parts': 'count' was 5, and is """));
        Assert.That(text.Errors, Does.Contain("'count' was "));
        Assert.That(differences.Select(d => (d.GetProperty("path").GetString(), d.GetProperty("before").GetString())), Does.Contain(("count", "5")));
        Assert.That(differences.Select(d => d.GetProperty("after").GetString()), Has.All.Not.Empty);
    }

    private static IEnumerable<int> IdsOf(HostProcess host)
    {
        using var report = JsonDocument.Parse(host.Output);
        return [.. report.RootElement.GetProperty("error").GetProperty("documents").EnumerateArray().Select(d => d.GetProperty("id").GetInt32()).Order()];
    }
}
