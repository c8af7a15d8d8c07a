using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Database;

public sealed class DisturbanceTests
{
    // Cancelled commands, broken connections, elections and many users at once: whoever gets an answer gets the one to his own question.
    [Test]
    public async Task No_answer_ever_reaches_somebody_else()
    {
        await using var set = new FakeReplicaSet(3);
        foreach (var member in set.Members)
        {
            member.ReplyAlways("echo", request => new BsonDocument { { "ok", 1 }, { "echo", request.Document["echo"] } });
        }

        await using var channel = DriverChannel.Create(set.ConnectionString() + "&maxPoolSize=5");
        await channel.ConnectAsync(CancellationToken.None);
        var (next, answered) = (0, 0);
        var trouble = MakeTroubleAsync(set);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(async () =>
        {
            while (!trouble.IsCompleted)
            {
                if (await AskAsync(channel, Interlocked.Increment(ref next)))
                {
                    Interlocked.Increment(ref answered);
                }
            }
        })));
        await trouble;

        await TestContext.Out.WriteLineAsync($"{answered} of {next} questions were answered.");
        Assert.That(answered, Is.GreaterThan(100));
    }

    private static async Task<bool> AskAsync(DriverChannel channel, int number)
    {
        using var cancellation = new CancellationTokenSource();
        if (number % 7 == 0)
        {
            cancellation.CancelAfter(TimeSpan.FromMilliseconds(number % 5));
        }

        try
        {
            var command = new Command("shop", new BsonDocument { { "echo", number } }.ToRaw()) { Kind = CommandKind.Read };
            using var reply = await channel.RunAsync(command, null, cancellation.Token);
            Assert.That(reply.Document["echo"].AsInt32, Is.EqualTo(number));
            return true;
        }
        catch (Exception e) when (e is DatabaseException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task MakeTroubleAsync(FakeReplicaSet set)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        for (var round = 0; round < 12; round++)
        {
            await timer.WaitForNextTickAsync();
            switch (round % 3)
            {
                case 0:
                    set.Elect(round % set.Members.Count);
                    break;
                case 1:
                    set.Primary.CloseConnections();
                    break;
                default:
                    set.Primary.Fail(new FakeFault { Command = "echo", ErrorCode = 10107 });
                    break;
            }
        }
    }
}
