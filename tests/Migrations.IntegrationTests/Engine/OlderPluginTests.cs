using Migrations.Engine;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Guarding;
using Migrations.Engine.Kinds;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;
using Migrations.TestPlugin;
using MongoDB.Bson;

namespace Migrations.IntegrationTests.Engine;

// A release that does not have a migration rolls it back with what the database has of it.
public sealed class OlderPluginTests
{
    private static readonly string[] Notes =
    [
        """{ "_id": 1, "name": "Red", "year": "1999", "authors": [{ "name": "Ada Byron" }, { "name": "Bo Li" }], "more": { "a": 1 } }""",
        """{ "_id": 2, "name": "Blue", "year": "2001" }""",
        """{ "_id": 3, "year": "2002" }""",
    ];

    [Test]
    public async Task Field_steps_are_undone([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, "notes", Notes);
        var before = await fixture.ReadAsync("notes");
        await fixture.MigrateAsync("fields", transaction);
        var migrated = await fixture.ReadAsync("notes");

        await RollBackAsync(fixture, "fields", transaction);

        Assert.That(migrated, Is.Not.EqualTo(before));
        Assert.That(Sorted(await fixture.ReadAsync("notes")), Is.EqualTo(Sorted(before)));
        Assert.That((await fixture.ReadAsync("_migrations.applied")).Single()["status"].AsString, Is.EqualTo("rolledBack"));
        Assert.That((await fixture.ReadAsync("_migrations.heads")).Single(h => h["_id"] == "fields")["revision"], Is.EqualTo(BsonNull.Value));
        Assert.That((await fixture.NewEngine().GetJournalAsync("fields", 1, CancellationToken.None)).Single().Detail, Does.Contain("its way back was stored"));
    }

    [Test]
    public async Task A_rollback_that_broke_off_continues([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, "notes", Notes);
        var before = await fixture.ReadAsync("notes");
        await fixture.MigrateAsync("fields", transaction);
        await using var broken = new BreakingChannel(fixture.Channel);

        Assert.CatchAsync<MigrationException>(() => Older("fields", fixture, transaction, broken).RunAsync(Back("fields", "base"), fixture.Observer, CancellationToken.None));
        var half = (await fixture.ReadAsync("_migrations.applied")).Single();
        await RollBackAsync(fixture, "fields", transaction);

        Assert.That((half["direction"].AsString, half["status"].AsString), Is.EqualTo(("down", "failed")));
        Assert.That(Sorted(await fixture.ReadAsync("notes")), Is.EqualTo(Sorted(before)));
    }

    [Test]
    public async Task The_filter_of_the_way_back_chooses_its_documents([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, "notes", """{ "_id": 1, "v": 1, "price": 3, "lines": [{ "price": 2 }] }""");
        await fixture.MigrateAsync("fieldprices");
        await InsertAsync(fixture, "notes", """{ "_id": 2, "v": 3, "price": 500, "lines": [] }""");

        await RollBackAsync(fixture, "fieldprices", transaction);

        Assert.That((await fixture.ReadAsync("notes")).Select(d => (d["v"].AsInt32, d["price"].AsInt32)), Is.EquivalentTo(new[] { (1, 3), (3, 500) }));
    }

    [TestCase("swap", """{ "_id": 1, "_t": "Dog", "friend": { "_t": "Cat" } }""")]
    [TestCase("moved", """{ "_id": 1, "_t": "Shop.Old.Box", "pets": [{ "_t": "Wolf", "name": "Akela" }] }""", "20260101000001")]
    public async Task Moved_types_get_their_old_names(string tree, string pet, string? to = null)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, "pets", pet);
        await fixture.NewEngine().RunAsync(new PlanRequest { Tree = tree, To = to }, fixture.Observer, CancellationToken.None);
        var migrated = (await fixture.ReadAsync("pets")).Single();

        await RollBackAsync(fixture, tree);

        Assert.That(migrated, Is.Not.EqualTo(BsonDocument.Parse(pet)));
        Assert.That((await fixture.ReadAsync("pets")).Single(), Is.EqualTo(BsonDocument.Parse(pet)));
    }

    [TestCase("imaged")]
    [TestCase("imagedDown")]
    public async Task Documents_come_back_from_their_images_whatever_the_code_was(string tree)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, "parts", """{ "_id": 1, "price": 1.5, "count": 1 }""", """{ "_id": 2, "price": 2.25, "count": 2 }""");
        var before = await fixture.ReadAsync("parts");
        await fixture.MigrateAsync(tree);
        var migrated = await fixture.ReadAsync("parts");

        await RollBackAsync(fixture, tree);

        Assert.That(migrated, Is.Not.EqualTo(before));
        Assert.That(await fixture.ReadAsync("parts"), Is.EqualTo(before));
    }

    [Test]
    public async Task A_validator_becomes_that_of_the_migration_before()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, "shops", """{ "_id": 1 }""");
        await fixture.MigrateAsync("validated");

        await fixture.EngineWithout("validated", "20260101000002").RunAsync(Back("validated", "20260101000001"), fixture.Observer, CancellationToken.None);

        Assert.That((await fixture.ReadAsync("shops")).Single()["kind"].AsString, Is.EqualTo("shop"));
        await Assert.ThatAsync(() => InsertAsync(fixture, "shops", """{ "_id": 2, "kind": 3 }"""), Throws.Exception.With.Message.Contains("validation"));
        await InsertAsync(fixture, "shops", """{ "_id": 3, "kind": "stall" }""");
    }

    [Test]
    public async Task Code_is_not_stored_and_nothing_is_done_without_it()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.MigrateAsync("chain");

        var refusal = Assert.ThrowsAsync<MigrationException>(() => fixture.EngineWithout("chain", "20260101000003").RunAsync(Back("chain", "20260101000002"), fixture.Observer, CancellationToken.None));

        Assert.That(refusal!.Code, Is.EqualTo(MigrationErrorCode.MissingMigration));
        Assert.That(refusal.Message, Does.Contain("chain@20260101000003").And.Contain("their way back is code"));
        Assert.That((await fixture.ReadAsync("_migrations.applied")).Select(r => r["status"].AsString), Has.All.EqualTo("done"));
    }

    [Test]
    public async Task Only_a_rollback_takes_what_the_plugin_does_not_have()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, "notes", Notes);
        await fixture.MigrateAsync("fields");

        var refusal = Assert.ThrowsAsync<MigrationException>(() => Older("fields", fixture).RunAsync(new PlanRequest { Tree = "fields" }, fixture.Observer, CancellationToken.None));

        Assert.That(refusal!.Code, Is.EqualTo(MigrationErrorCode.MissingMigration));
        Assert.That(refusal.Message, Does.Contain("'migrations rollback"));
    }

    [Test]
    public async Task A_way_back_of_a_later_form_is_not_taken()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, "notes", Notes);
        await fixture.MigrateAsync("fields");
        await fixture.Database.GetCollection("_migrations.applied").UpdateManyAsync(new BsonDocument(), BsonDocument.Parse("{ $set: { 'wayBack.version': 2 } }"));
        var before = await fixture.ReadAsync("notes");

        var refusal = Assert.ThrowsAsync<MigrationException>(() => RollBackAsync(fixture, "fields"));

        Assert.That(refusal!.Code, Is.EqualTo(MigrationErrorCode.MissingMigration));
        Assert.That(await fixture.ReadAsync("notes"), Is.EqualTo(before));
    }

    [Test]
    public async Task A_damaged_way_back_is_named_and_nothing_is_done()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, "notes", Notes);
        await fixture.MigrateAsync("fields");
        await fixture.Database.GetCollection("_migrations.applied").UpdateManyAsync(new BsonDocument(), new BsonDocument("$set", new BsonDocument("wayBack.data", new BsonBinaryData([5, 0, 0, 0, 0]))));
        var before = await fixture.ReadAsync("notes");

        var refusal = Assert.ThrowsAsync<MigrationException>(() => RollBackAsync(fixture, "fields"));

        Assert.That(refusal!.Code, Is.EqualTo(MigrationErrorCode.StateUnreadable));
        Assert.That(refusal.Message, Does.Contain("wayBack.data"));
        Assert.That(await fixture.ReadAsync("notes"), Is.EqualTo(before));
    }

    private static Task<RunResult> RollBackAsync(EngineFixture fixture, string tree, TransactionMode transaction = TransactionMode.Auto) =>
        Older(tree, fixture, transaction).RunAsync(Back(tree, "base"), fixture.Observer, CancellationToken.None);

    // The release before this one, which did not have the tree.
    private static MigrationEngine Older(string tree, EngineFixture fixture, TransactionMode transaction = TransactionMode.Auto, ICommandChannel? channel = null)
    {
        var newer = CatalogueReader.Read(typeof(CountTyped).Assembly);
        var older = new MigrationCatalogue(newer.Name, newer.Migrations.Where(m => m.Tree != tree), newer.Trees.Where(t => t.Name != tree));
        return fixture.EngineWith(new RunSettings { Transaction = transaction }, older, channel);
    }

    private static PlanRequest Back(string tree, string to) => new() { Tree = tree, Direction = MigrationDirection.Down, To = to };

    private static Task InsertAsync(EngineFixture fixture, string collection, params string[] documents) =>
        fixture.Database.GetCollection(collection).InsertManyAsync(documents.Select(d => BsonDocument.Parse(d)));

    // A field that comes back may stand behind others.
    private static IEnumerable<BsonDocument> Sorted(IEnumerable<BsonDocument> documents) => documents.Select(d => new BsonDocument(d.Elements.OrderBy(e => e.Name, StringComparer.Ordinal)));

    // The update of the notes does not reach the server.
    private sealed class BreakingChannel(ICommandChannel inner) : ChannelDecorator(inner)
    {
        public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken) =>
            NameOf(command) == "update" && command.Body["update"].ToBsonValue() == "notes" ? throw new DatabaseException(MigrationErrorCode.CommandFailed, "cut") : base.RunAsync(command, session, cancellationToken);
    }
}
