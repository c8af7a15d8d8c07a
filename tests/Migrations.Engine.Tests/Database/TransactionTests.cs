using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;
using MongoDB.Bson;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Database;

public sealed class TransactionTests
{
    private static readonly string[] Transient = ["TransientTransactionError"];

    [Test]
    public async Task The_first_command_opens_the_transaction_and_the_others_carry_its_number()
    {
        await using var set = new FakeReplicaSet();
        await using var channel = DriverChannel.Create(set.ConnectionString());
        await using var session = channel.StartSession();

        session.StartTransaction();
        await InsertAsync(channel, session);
        await InsertAsync(channel, session);
        await session.CommitTransactionAsync(CancellationToken.None);

        var requests = Sent(set);
        Assert.That(requests.Select(r => r.Name), Is.EqualTo(new[] { "insert", "insert", "commitTransaction" }));
        Assert.That(requests.Select(r => r.Document.Contains("startTransaction")), Is.EqualTo(new[] { true, false, false }));
        Assert.That(requests.Select(r => r.Document["autocommit"].AsBoolean), Has.All.False);
        Assert.That(requests.Select(r => r.Document["txnNumber"].AsInt64), Has.All.EqualTo(1));
        Assert.That(requests[0].Document["readConcern"].AsBsonDocument["level"].AsString, Is.EqualTo("snapshot"));
        Assert.That(requests.Take(2).Select(r => r.Document.Contains("writeConcern")), Has.None.True);
        Assert.That(requests[2].Document["writeConcern"].AsBsonDocument["w"].AsString, Is.EqualTo("majority"));
        Assert.That(requests[2].Document["$db"].AsString, Is.EqualTo("admin"));
    }

    [Test]
    public async Task A_transaction_without_commands_sends_nothing()
    {
        await using var set = new FakeReplicaSet();
        await using var channel = DriverChannel.Create(set.ConnectionString());
        await using var session = channel.StartSession();

        session.StartTransaction();
        await session.CommitTransactionAsync(CancellationToken.None);
        session.StartTransaction();
        await session.AbortTransactionAsync(CancellationToken.None);

        Assert.That(Sent(set), Is.Empty);
        Assert.That(session.IsInTransaction, Is.False);
    }

    [Test]
    public async Task Moves_that_are_not_allowed_are_faults_of_the_caller()
    {
        await using var set = new FakeReplicaSet();
        await using var channel = DriverChannel.Create(set.ConnectionString());
        await using var session = channel.StartSession();

        await Assert.ThatAsync(() => session.CommitTransactionAsync(CancellationToken.None), Throws.InvalidOperationException);
        await Assert.ThatAsync(() => session.AbortTransactionAsync(CancellationToken.None), Throws.InvalidOperationException);
        session.StartTransaction();
        Assert.That(session.StartTransaction, Throws.InvalidOperationException);
        await session.AbortTransactionAsync(CancellationToken.None);
        await Assert.ThatAsync(() => session.AbortTransactionAsync(CancellationToken.None), Throws.InvalidOperationException);
        await Assert.ThatAsync(() => session.CommitTransactionAsync(CancellationToken.None), Throws.InvalidOperationException);
    }

    [Test]
    public async Task A_commit_whose_answer_got_lost_is_repeated_with_majority_and_a_limit()
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Fail(new FakeFault { Command = "commitTransaction", ClosesConnection = true });
        await using var channel = DriverChannel.Create(set.ConnectionString() + "&retryWrites=false");
        await using var session = channel.StartSession();

        session.StartTransaction();
        await InsertAsync(channel, session);
        await session.CommitTransactionAsync(CancellationToken.None);

        var commits = set.Primary.RequestsOf("commitTransaction");
        Assert.That(commits, Has.Count.EqualTo(2));
        Assert.That(commits[1].Document["writeConcern"].AsBsonDocument["wtimeout"].ToInt64(), Is.EqualTo(10_000));
    }

    [Test]
    public async Task A_commit_that_stays_without_an_answer_is_of_unknown_result_and_may_be_sent_again()
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Fail(new FakeFault { Command = "commitTransaction", ClosesConnection = true, Times = 2 });
        await using var channel = DriverChannel.Create(set.ConnectionString());
        await using var session = channel.StartSession();

        session.StartTransaction();
        await InsertAsync(channel, session);
        var failure = Assert.CatchAsync<DatabaseException>(async () => await session.CommitTransactionAsync(CancellationToken.None));
        await session.CommitTransactionAsync(CancellationToken.None);

        Assert.That(failure.HasErrorLabel("UnknownTransactionCommitResult"), Is.True);
        Assert.That(failure.HasErrorLabel("TransientTransactionError"), Is.False);
        Assert.That(set.Primary.RequestsOf("commitTransaction"), Has.Count.EqualTo(3));
    }

    [TestCase(64, true)]
    [TestCase(79, false)]
    [TestCase(100, false)]
    public async Task A_write_concern_error_of_a_commit_is_thrown(int code, bool isUnknown)
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Fail(new FakeFault { Command = "commitTransaction", WriteConcernErrorCode = code });
        await using var channel = DriverChannel.Create(set.ConnectionString());
        await using var session = channel.StartSession();

        session.StartTransaction();
        await InsertAsync(channel, session);
        var failure = Assert.CatchAsync<WriteException>(async () => await session.CommitTransactionAsync(CancellationToken.None));

        Assert.That(failure.HasErrorLabel("UnknownTransactionCommitResult"), Is.EqualTo(isUnknown));
    }

    [Test]
    public async Task A_lost_connection_inside_a_transaction_is_transient_and_not_repeated()
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Fail(new FakeFault { Command = "insert", ClosesConnection = true });
        await using var channel = DriverChannel.Create(set.ConnectionString());
        await using var session = channel.StartSession();

        session.StartTransaction();
        var failure = Assert.CatchAsync<DatabaseException>(async () => await InsertAsync(channel, session));

        Assert.That(failure.HasErrorLabel("TransientTransactionError"), Is.True);
        Assert.That(failure.HasErrorLabel("RetryableWriteError"), Is.False);
        Assert.That(set.Primary.RequestsOf("insert"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_overloaded_server_gets_the_first_command_as_the_first_again()
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Fail(new FakeFault { Command = "insert", ErrorCode = 462, Labels = ["SystemOverloadedError", "RetryableError"] });
        await using var channel = DriverChannel.Create(set.ConnectionString());
        await using var session = channel.StartSession();

        session.StartTransaction();
        await InsertAsync(channel, session);

        Assert.That(set.Primary.RequestsOf("insert").Select(r => r.Document.Contains("startTransaction")), Is.EqualTo(new[] { true, true }));
    }

    [Test]
    public async Task Errors_of_an_abort_are_swallowed_and_disposing_aborts()
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Fail(new FakeFault { Command = "abortTransaction", ErrorCode = 251 });
        await using var channel = DriverChannel.Create(set.ConnectionString());
        var session = channel.StartSession();

        session.StartTransaction();
        await InsertAsync(channel, session);
        await session.DisposeAsync();

        Assert.That(set.Primary.RequestsOf("abortTransaction"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_command_with_a_concern_of_its_own_is_a_fault_of_the_caller()
    {
        await using var set = new FakeReplicaSet();
        await using var channel = DriverChannel.Create(set.ConnectionString());
        await using var session = channel.StartSession();
        session.StartTransaction();

        Assert.That(
            async () => await channel.RunAsync(Commands.Of("shop", """{ "find": "items", "readConcern": { "level": "local" } }"""), session, CancellationToken.None),
            Throws.InvalidOperationException);
        Assert.That(Sent(set), Is.Empty);
    }

    [Test]
    public async Task The_whole_is_repeated_after_a_transient_error()
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Fail(new FakeFault { Command = "insert", ErrorCode = 112, Labels = Transient, Times = 2 });
        await using var channel = DriverChannel.Create(set.ConnectionString());
        await using var session = channel.StartSession();

        var result = await session.WithTransactionAsync(
            async token =>
            {
                await InsertAsync(channel, session);
                return 42;
            },
            CancellationToken.None);

        Assert.That(result, Is.EqualTo(42));
        Assert.That(Sent(set).Select(r => r.Name), Is.EqualTo(new[] { "insert", "abortTransaction", "insert", "abortTransaction", "insert", "commitTransaction" }));
        Assert.That(set.Primary.RequestsOf("insert").Select(r => r.Document["txnNumber"].AsInt64), Is.EqualTo(new[] { 1L, 2L, 3L }));
    }

    [Test]
    public async Task The_commit_alone_is_repeated_while_its_result_is_unknown()
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Fail(new FakeFault { Command = "commitTransaction", ErrorCode = 64, Labels = ["UnknownTransactionCommitResult"], Times = 2 });
        await using var channel = DriverChannel.Create(set.ConnectionString());
        await using var session = channel.StartSession();

        await session.WithTransactionAsync(async _ => await InsertAsync(channel, session), CancellationToken.None);

        Assert.That(Sent(set).Select(r => r.Name), Is.EqualTo(new[] { "insert", "commitTransaction", "commitTransaction", "commitTransaction" }));
    }

    [Test]
    public async Task The_whole_is_repeated_when_the_commit_fails_transiently()
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Fail(new FakeFault { Command = "commitTransaction", ErrorCode = 251, Labels = Transient });
        await using var channel = DriverChannel.Create(set.ConnectionString());
        await using var session = channel.StartSession();

        await session.WithTransactionAsync(async _ => await InsertAsync(channel, session), CancellationToken.None);

        Assert.That(Sent(set).Select(r => r.Name), Is.EqualTo(new[] { "insert", "commitTransaction", "insert", "commitTransaction" }));
    }

    [Test]
    public async Task An_exception_of_the_body_aborts_and_goes_through()
    {
        await using var set = new FakeReplicaSet();
        await using var channel = DriverChannel.Create(set.ConnectionString());
        await using var session = channel.StartSession();

        Assert.That(
            async () => await session.WithTransactionAsync<int>(
                async _ =>
                {
                    await InsertAsync(channel, session);
                    throw new FormatException("mine");
                },
                CancellationToken.None),
            Throws.InstanceOf<FormatException>());
        Assert.That(Sent(set).Select(r => r.Name), Is.EqualTo(new[] { "insert", "abortTransaction" }));
    }

    [Test]
    public async Task On_a_sharded_cluster_the_transaction_stays_with_its_mongos_and_its_token_goes_along()
    {
        await using var first = new FakeServer { Hello = FakeHello.Mongos };
        await using var second = new FakeServer { Hello = FakeHello.Mongos };
        foreach (var server in new[] { first, second })
        {
            server.ReplyAlways("insert", _ => BsonDocument.Parse("""{ "ok": 1, "n": 1, "recoveryToken": { "shard": "a" } }"""));
        }

        await using var channel = DriverChannel.Create($"mongodb://{first.Address},{second.Address}/");
        await channel.ConnectAsync(CancellationToken.None);
        for (var i = 0; i < 5; i++)
        {
            await using var session = channel.StartSession();
            session.StartTransaction();
            await InsertAsync(channel, session);
            await InsertAsync(channel, session);
            await session.CommitTransactionAsync(CancellationToken.None);
        }

        foreach (var server in new[] { first, second })
        {
            Assert.That(server.RequestsOf("insert"), Has.Count.EqualTo(2 * server.RequestsOf("commitTransaction").Count));
            Assert.That(server.RequestsOf("commitTransaction").Select(c => c.Document.Contains("recoveryToken")), Has.None.False);
        }
    }

    [Test]
    public async Task Later_commands_of_a_session_do_not_read_behind_its_last_reply()
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Reply("insert", """{ "ok": 1, "n": 1, "operationTime": { "$timestamp": { "t": 7, "i": 2 } } }""");
        await using var channel = DriverChannel.Create(set.ConnectionString() + "&readConcernLevel=majority");
        await using var session = channel.StartSession();

        await InsertAsync(channel, session);
        using var first = await channel.RunAsync(Commands.Find(), session, CancellationToken.None);
        using var admin = await channel.RunAsync(Commands.Of("shop", """{ "ping": 1 }"""), session, CancellationToken.None);

        var finds = set.Primary.RequestsOf("find").Select(f => f.Document["readConcern"].AsBsonDocument).ToArray();
        Assert.That(finds.Select(f => f["level"].AsString), Is.EqualTo(new[] { "majority" }));
        Assert.That(finds.Select(f => f["afterClusterTime"]), Has.All.EqualTo(new BsonTimestamp(7, 2)));
        Assert.That(set.Primary.RequestsOf("ping").Single().Document.Contains("readConcern"), Is.False);
    }

    [Test]
    public async Task A_server_without_sessions_takes_no_explicit_one()
    {
        await using var server = new FakeServer
        {
            Hello = () =>
            {
                var hello = FakeHello.Standalone();
                hello.Remove("logicalSessionTimeoutMinutes");
                return hello;
            },
        };
        await using var channel = DriverChannel.Create(server.ConnectionString);
        await using var session = channel.StartSession();

        Assert.That(
            async () => await channel.RunAsync(Commands.Find(), session, CancellationToken.None),
            Throws.InstanceOf<DatabaseException>().With.Property(nameof(DatabaseException.Code)).EqualTo(MigrationErrorCode.SessionsUnavailable));
        using var reply = await channel.RunAsync(Commands.Find(), null, CancellationToken.None);
        Assert.That(server.RequestsOf("find").Single().Document.Contains("lsid"), Is.False);
    }

    // The channel asks once what is at the other end.
    private static List<FakeRequest> Sent(FakeReplicaSet set) => [.. set.Primary.Requests.Where(r => r.Name != "buildInfo")];

    private static async Task<bool> InsertAsync(DriverChannel channel, IChannelSession session)
    {
        using var reply = await channel.RunAsync(Commands.Insert(1), session, CancellationToken.None);
        return true;
    }
}
