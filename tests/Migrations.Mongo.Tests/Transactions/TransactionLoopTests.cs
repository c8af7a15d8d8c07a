using Migrations.Channel;
using Migrations.Mongo.Sessions;
using Migrations.Mongo.Transactions;
using Migrations.Testing;

namespace Migrations.Mongo.Tests;

public sealed class TransactionLoopTests
{
    [Test]
    public async Task After_two_minutes_the_last_failure_is_raised_with_its_labels()
    {
        var clock = new ManualClock();
        await using var session = new ChannelSession(new ServerSessionPool(clock), Nothing(), clock);

        var failure = Assert.CatchAsync<MongoException>(async () => await session.WithTransactionAsync<int>(
            _ =>
            {
                clock.Advance(TimeSpan.FromSeconds(121));
                throw new MongoException(MigrationErrorCode.CommandFailed, "write conflict", null, ["TransientTransactionError"]);
            },
            CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.TransactionTimedOut));
        Assert.That(failure.HasErrorLabel("TransientTransactionError"), Is.True);
        Assert.That(failure.Message, Does.Contain("write conflict"));
    }

    [Test]
    public async Task A_body_that_ends_the_transaction_itself_is_left_alone()
    {
        var commits = 0;
        var ending = Nothing() with
        {
            CommitAsync = (_, _, _) =>
            {
                commits++;
                return Task.CompletedTask;
            },
        };
        await using var session = new ChannelSession(new ServerSessionPool(TimeProvider.System), ending, TimeProvider.System);

        await session.WithTransactionAsync(
            async token =>
            {
                session.Acquire(30);
                session.Transaction.OnSending();
                await session.CommitTransactionAsync(token);
                return 0;
            },
            CancellationToken.None);

        Assert.That(commits, Is.EqualTo(1));
    }

    private static TransactionEnding Nothing() => new((_, _, _) => Task.CompletedTask, (_, _) => Task.CompletedTask);
}
