using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// The host is killed at points spread over a migration, run again each time, and the outcome compared with a run that nobody disturbed.
public sealed class CrashTests
{
    private const int Documents = 50_000;
    private const int KillPoints = 50;

    // What the checkpoints say is behind what is done by a batch of each worker, and the host must not end before it is killed.
    private const int LastKill = 35_000;

    [Test]
    public async Task Every_document_is_migrated_once_however_often_the_host_is_killed([Values("require", "never")] string transaction)
    {
        await using var disturbed = await EngineFixture.CreateAsync();
        await using var undisturbed = await EngineFixture.CreateAsync();
        await FillAsync(disturbed);
        await FillAsync(undisturbed);
        var mode = transaction == "require" ? TransactionMode.Auto : TransactionMode.Never;

        var kills = 0;
        for (var point = 1; point <= KillPoints; point++)
        {
            kills += await KillAtAsync(disturbed, point * LastKill / KillPoints, point, mode) ? 1 : 0;
            await FreeLockAsync(disturbed, point);
        }

        using var last = await HostProcess.RunAsync(disturbed.Database.Name, Arguments(mode));
        using var whole = await HostProcess.RunAsync(undisturbed.Database.Name, Arguments(mode));

        Assert.That(kills, Is.GreaterThanOrEqualTo(KillPoints), "The migration was over before it could be killed often enough.");
        Assert.That(last.ExitCode, Is.Zero, last.Errors);
        Assert.That(whole.ExitCode, Is.Zero, whole.Errors);
        await AssertEqualAsync(disturbed, undisturbed);
    }

    private static string[] Arguments(TransactionMode mode) =>
        ["migrate", "--tree", "typed", "--batch-size", "50", "--workers", "4", "--lock-lease", "5", "--lock-wait", "30", "--transaction", mode.ToString()];

    private static async Task<bool> KillAtAsync(EngineFixture fixture, int documents, int point, TransactionMode mode)
    {
        using var host = HostProcess.Start(fixture.Database.Name, Arguments(mode));
        while (!host.HasExited)
        {
            if (await ReachedAsync(fixture) >= documents)
            {
                // Not always right behind a commit: the rest of the batch is as good a moment.
                await Task.Delay(point % 7);
                await host.KillAsync();
                return host.ExitCode != 0;
            }
        }

        return false;
    }

    private static async Task<long> ReachedAsync(EngineFixture fixture)
    {
        var ranges = await fixture.Database.GetCollection("_migrations.ranges").Find("{}").ToListAsync();
        return ranges.Sum(r => r["documents"].ToInt64());
    }

    // Some of the locks run out by themselves, the others are broken by hand.
    private static async Task FreeLockAsync(EngineFixture fixture, int point)
    {
        if (point % 4 != 0)
        {
            using var unlock = await HostProcess.RunAsync(fixture.Database.Name, "unlock", "--force");
            Assert.That(unlock.ExitCode, Is.Zero, unlock.Errors);
        }
    }

    private static async Task FillAsync(EngineFixture fixture) =>
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "count", i }, { "text", $"document {i}" } }));

    private static async Task AssertEqualAsync(EngineFixture disturbed, EngineFixture undisturbed)
    {
        var (first, second) = (await disturbed.ReadAsync("counters"), await undisturbed.ReadAsync("counters"));

        Assert.That(first, Has.Count.EqualTo(Documents));
        for (var i = 0; i < Documents; i++)
        {
            Assert.That(first[i]["count"].AsInt32, Is.EqualTo(i + 1));
            Assert.That(first[i], Is.EqualTo(second[i]));
        }
    }
}
