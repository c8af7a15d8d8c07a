using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Database;

public sealed class TransactionLoopTests
{
    [Test]
    public async Task After_two_minutes_the_last_failure_is_raised_with_its_labels()
    {
        var clock = new ManualClock();
        await using var server = new FakeServer { Hello = () => FakeHello.Member("rs0", "127.0.0.1:1", ["127.0.0.1:1"], "127.0.0.1:1", 1) };
        await using var channel = DriverChannel.Create($"mongodb://{server.Address}/?directConnection=true", new DriverChannelOptions { TimeProvider = clock });
        await using var session = channel.StartSession();

        var failure = Assert.CatchAsync<DatabaseException>(async () => await session.WithTransactionAsync<int>(
            _ =>
            {
                clock.Advance(TimeSpan.FromSeconds(121));
                throw new DatabaseException(MigrationErrorCode.CommandFailed, "write conflict", null, ["TransientTransactionError"]);
            },
            CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.TransactionTimedOut));
        Assert.That(failure.HasErrorLabel("TransientTransactionError"), Is.True);
        Assert.That(failure.Message, Does.Contain("write conflict"));
    }

    [Test]
    public async Task A_body_that_ends_the_transaction_itself_is_left_alone()
    {
        await using var server = new FakeServer { Hello = () => FakeHello.Member("rs0", "127.0.0.1:1", ["127.0.0.1:1"], "127.0.0.1:1", 1) };
        await using var channel = DriverChannel.Create($"mongodb://{server.Address}/?directConnection=true");
        await using var session = channel.StartSession();

        await session.WithTransactionAsync(
            async token =>
            {
                using var reply = await channel.RunAsync(Commands.Insert(1), session, token);
                await session.CommitTransactionAsync(token);
                return 0;
            },
            CancellationToken.None);

        Assert.That(server.RequestsOf("commitTransaction"), Has.Count.EqualTo(1));
    }
}
