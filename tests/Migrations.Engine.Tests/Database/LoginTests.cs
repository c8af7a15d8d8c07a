using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Database;

public sealed class LoginTests
{
    [Test]
    public async Task A_right_guess_saves_a_round_trip()
    {
        await using var server = new FakeServer();
        var login = new FakeLogin { PreparedPassword = "p@ss" }.On(server);
        await using var channel = Connect(server, "alice:p%40ss");

        await channel.ConnectAsync(CancellationToken.None);

        Assert.That(login.Successes, Is.EqualTo(1));
        Assert.That(server.RequestsOf("saslStart"), Is.Empty);
        Assert.That(server.RequestsOf("saslContinue"), Has.Count.EqualTo(1));
        Assert.That(server.Hellos.Select(h => h.Document.Contains("saslSupportedMechs")), Has.Exactly(1).True, "monitors never log in");
    }

    [Test]
    public async Task A_way_to_log_in_that_nobody_brought_is_named_with_its_package()
    {
        await using var server = new FakeServer();
        await using var channel = DriverChannel.Create($"mongodb://key:sesame@{server.Address}/?authMechanism=MONGODB-AWS");

        var failure = Assert.CatchAsync<DatabaseException>(async () => await channel.ConnectAsync(CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.AuthenticationFailed));
        Assert.That(failure.Message, Does.Contain("'MONGODB-AWS'").And.Contain("MongoDB.Driver.Authentication.AWS").And.Not.Contain("sesame"));
    }

    [Test]
    public async Task A_user_with_SHA_1_alone_is_logged_in_by_it()
    {
        await using var server = new FakeServer();
        var login = new FakeLogin { PreparedPassword = "1c33006ec1ffd90f9cadcbcc0e118200", Mechanism = "SCRAM-SHA-1", Listed = ["SCRAM-SHA-1"] }.On(server);
        await using var channel = Connect(server, "user:pencil");

        await channel.ConnectAsync(CancellationToken.None);

        Assert.That(login.Successes, Is.EqualTo(1));
        Assert.That(server.RequestsOf("saslStart").Single().Document["mechanism"].AsString, Is.EqualTo("SCRAM-SHA-1"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_server_that_does_not_guess_is_asked_in_the_old_way(bool skipsEmptyExchange)
    {
        await using var server = new FakeServer();
        var login = new FakeLogin { PreparedPassword = "IX", Speculates = false, SkipsEmptyExchange = skipsEmptyExchange }.On(server);
        await using var channel = Connect(server, "user:I%C2%ADX");

        await channel.ConnectAsync(CancellationToken.None);

        Assert.That(login.Successes, Is.EqualTo(1));
        Assert.That(server.RequestsOf("saslContinue"), Has.Count.EqualTo(skipsEmptyExchange ? 1 : 2));
    }

    [Test]
    public async Task The_source_of_the_user_is_the_option_or_the_database_or_admin()
    {
        foreach (var (tail, source) in new[] { ("", "admin"), ("shop", "shop"), ("shop?authSource=users", "users") })
        {
            await using var server = new FakeServer();
            new FakeLogin { PreparedPassword = "pencil" }.On(server);
            await using var channel = DriverChannel.Create($"mongodb://user:pencil@{server.Address}/{tail}");

            await channel.ConnectAsync(CancellationToken.None);

            Assert.That(server.RequestsOf("saslContinue").Single().Document["$db"].AsString, Is.EqualTo(source));
        }
    }

    [Test]
    public async Task A_wrong_password_is_an_error_that_does_not_show_it()
    {
        await using var server = new FakeServer();
        new FakeLogin { PreparedPassword = "right" }.On(server);
        await using var channel = Connect(server, "user:hunter2");

        var failure = Assert.CatchAsync<DatabaseException>(async () => await channel.ConnectAsync(CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.AuthenticationFailed));
        Assert.That(failure.ToString(), Does.Contain("'user'").And.Contain("'admin'").And.Not.Contain("hunter2"));
    }

    private static DriverChannel Connect(FakeServer server, string userInfo) => DriverChannel.Create($"mongodb://{userInfo}@{server.Address}/?serverSelectionTimeoutMS=2000");
}
