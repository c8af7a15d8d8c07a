using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.AspNetCore.Tests;

public sealed class StartupTests
{
    [Test]
    public async Task An_application_does_not_start_on_a_database_that_is_behind()
    {
        await using var application = new Application(StartupPolicy.Fail);
        await application.InsertAsync(1);

        var failure = Assert.Throws<MigrationException>(() => application.Client());

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.DatabaseNotReady));
        Assert.That(failure.Message, Does.Contain(application.Database).And.Contain("Uninitialised").And.Contain("InitialiseAt"));
        Assert.That(failure.ToString(), Does.StartWith("MIG1428: "));
    }

    [Test]
    public async Task An_application_may_start_with_a_warning_even_where_nothing_is_known()
    {
        await using var application = new Application(StartupPolicy.Warn).With("ConnectionString", "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=500");
        using var client = application.Client();

        Assert.That(await client.GetStringAsync(new Uri("/", UriKind.Relative)), Is.EqualTo("ready"));
    }

    [Test]
    public async Task An_application_applies_what_is_pending_before_it_takes_requests()
    {
        await using var application = new Application(StartupPolicy.Apply);
        await application.InsertAsync(2);

        using var client = application.Client();

        Assert.That(await client.GetStringAsync(new Uri("/", UriKind.Relative)), Is.EqualTo("ready"));
        Assert.That(await application.Orders.CountDocumentsAsync(Builders<BsonDocument>.Filter.Exists("number")), Is.EqualTo(2));
    }

    [Test]
    public async Task A_position_that_nobody_named_is_not_guessed()
    {
        await using var application = new Application(StartupPolicy.Apply).Without("InitialiseAt:0");
        await application.InsertAsync(1);

        Assert.That(() => application.Client(), Throws.TypeOf<MigrationException>());
        Assert.That(await application.State("applied").CountDocumentsAsync(Builders<BsonDocument>.Filter.Empty), Is.Zero);
    }

    [Test]
    public async Task A_migration_that_fails_keeps_the_application_from_starting()
    {
        await using var application = new Application(StartupPolicy.Apply);
        await application.Orders.InsertOneAsync(new BsonDocument { { "_id", 7 }, { "fails", true } });

        Assert.That(() => application.Client(), Throws.TypeOf<MigrationException>().With.Message.Contains("Order 7"));
    }

    [Test]
    public async Task An_application_waits_until_another_one_has_migrated()
    {
        await using var application = new Application(StartupPolicy.Wait);
        await application.InsertAsync(1);
        await using var other = new Application().With("Database", application.Database);
        using var operators = other.Client();

        var starting = Task.Run(() => application.Client());
        var wasWaiting = await Task.WhenAny(starting, Task.Delay(TimeSpan.FromSeconds(2))) != starting;
        using var up = await operators.MigrateAsync(new { action = "up" });
        using var client = await starting;

        Assert.That((wasWaiting, up.StatusCode), Is.EqualTo((true, HttpStatusCode.OK)));
        Assert.That(await client.GetStringAsync(new Uri("/", UriKind.Relative)), Is.EqualTo("ready"));
    }

    [Test]
    public async Task Waiting_has_an_end()
    {
        await using var application = new Application(StartupPolicy.Wait).With("StartupTimeout", "00:00:01");
        await application.InsertAsync(1);

        Assert.That(() => application.Client(), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DatabaseNotReady));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_database_that_is_ahead_is_accepted_only_if_the_release_says_so(bool allowAhead)
    {
        await using var application = new Application(StartupPolicy.Fail).With("AllowAhead", allowAhead.ToString());
        await application.InsertAsync(1);
        await using var newer = new Application().With("Database", application.Database);
        using var operators = newer.Client();
        using var up = await operators.MigrateAsync(new { action = "up" });
        var head = await application.State("heads").Find(Builders<BsonDocument>.Filter.Empty).SingleAsync();
        var record = await application.State("applied").Find(Builders<BsonDocument>.Filter.Eq("_id.id", "20260101000002")).SingleAsync();
        record["_id"]["id"] = "20270101000001";
        await application.State("applied").InsertOneAsync(record);
        await application.State("heads").UpdateOneAsync(new BsonDocument("_id", head["_id"]), Builders<BsonDocument>.Update.Set("revision", "20270101000001"));

        if (allowAhead)
        {
            using var client = application.Client();
            Assert.That(await client.GetStringAsync(new Uri("/", UriKind.Relative)), Is.EqualTo("ready"));
        }
        else
        {
            Assert.That(() => application.Client(), Throws.TypeOf<MigrationException>().With.Message.Contains("AllowAhead"));
        }
    }

    [TestCase("Workers", "0", "Workers")]
    [TestCase("BatchSize", "200000", "BatchSize")]
    [TestCase("StatePrefix", "a b", "StatePrefix")]
    [TestCase("StartupTimeout", "-00:00:01", "StartupTimeout")]
    [TestCase("Startup", "9", "Startup")]
    [TestCase("Transaction", "9", "Transaction")]
    [TestCase("Tree", " ", "Tree")]
    [TestCase("ConnectionString", "", "connection string")]
    public async Task Options_that_cannot_be_used_keep_the_application_from_starting(string option, string value, string expected)
    {
        await using var application = new Application(StartupPolicy.Fail).With(option, value);

        await Assert.ThatAsync(application.StartAsync, Throws.TypeOf<OptionsValidationException>().With.Message.Contains(expected));
    }

    [Test]
    public async Task A_tree_that_does_not_exist_keeps_the_application_from_starting()
    {
        await using var application = new Application(StartupPolicy.Fail).With("Tree", "mian");

        Assert.That(() => application.Client(), Throws.TypeOf<MigrationException>().With.Message.Contains("'mian'"));
    }

    [Test]
    public void A_second_assembly_is_not_left_out_in_silence()
    {
        var services = new ServiceCollection();
        services.AddMigrations(typeof(StartupTests).Assembly);

        Assert.That(() => services.AddMigrations(typeof(TestApplication.OpenOrders).Assembly), Throws.TypeOf<MigrationException>().With.Message.Contains("twice"));
    }

    [Test]
    public async Task An_option_that_is_not_known_keeps_the_application_from_starting()
    {
        await using var application = new Application(StartupPolicy.Fail).With("Startupp", "Apply");

        await Assert.ThatAsync(application.StartAsync, Throws.InvalidOperationException.With.Message.Contains("Startupp"));
    }
}
