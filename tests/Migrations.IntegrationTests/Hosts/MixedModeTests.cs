using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// The host is killed again and again, and each time run in another mode, with other workers and batches. No two runs agree, and the data are those of one that nobody disturbed.
public sealed class MixedModeTests
{
    private const int Documents = 30_000;
    private const int Kills = 8;

    [Test]
    public async Task Every_document_is_migrated_once_whatever_mode_comes_after_a_kill([Values("raw", "imagedRaw", "move")] string tree)
    {
        await using var disturbed = await EngineFixture.CreateAsync();
        await using var undisturbed = await EngineFixture.CreateAsync();
        await FillAsync(disturbed);
        await FillAsync(undisturbed);
        var before = await disturbed.Database.ReadBytesAsync("parts");

        var kills = 0;
        for (var kill = 1; kill <= Kills; kill++)
        {
            kills += await KillAtAsync(disturbed, tree, kill) ? 1 : 0;
            using var unlock = await HostProcess.RunAsync(disturbed.Database.Name, "unlock", "--force");
        }

        using var last = await HostProcess.RunAsync(disturbed.Database.Name, "migrate", "--tree", tree, "--to", "20260101000001");
        using var whole = await HostProcess.RunAsync(undisturbed.Database.Name, "migrate", "--tree", tree, "--to", "20260101000001");

        Assert.That(kills, Is.EqualTo(Kills), "The migration was over before it could be killed often enough.");
        Assert.That(last.ExitCode, Is.Zero, last.Errors);
        Assert.That(whole.ExitCode, Is.Zero, whole.Errors);
        foreach (var collection in new[] { "counters", "parts", "people", "persons" })
        {
            Assert.That((await disturbed.Database.ReadBytesAsync(collection)).SequenceEqual(await undisturbed.Database.ReadBytesAsync(collection)), Is.True, collection);
        }

        if (tree == "imagedRaw")
        {
            using var back = await HostProcess.RunAsync(disturbed.Database.Name, "rollback", "--tree", tree, "--to", "base");
            Assert.That(back.ExitCode, Is.Zero, back.Errors);
            Assert.That((await disturbed.Database.ReadBytesAsync("parts")).SequenceEqual(before), Is.True);
        }
    }

    private static async Task<bool> KillAtAsync(EngineFixture fixture, string tree, int kill)
    {
        string[] arguments = ["migrate", "--tree", tree, "--to", "20260101000001", "--transaction", kill % 2 == 1 ? "never" : "require", "--workers", $"{1 + (kill % 3)}", "--batch-size", $"{100 + (50 * kill)}"];
        using var host = HostProcess.Start(fixture.Database.Name, arguments);
        while (!host.HasExited)
        {
            var ranges = await fixture.Database.GetCollection("_migrations.ranges").Find("{}").ToListAsync();
            if (ranges.Sum(r => r["documents"].ToInt64()) >= kill * Documents / (Kills * 2) && (kill % 2 == 0 || ranges.Exists(r => !r["pending"].IsBsonNull)))
            {
                await host.KillAsync();
                return host.ExitCode != 0;
            }
        }

        return false;
    }

    private static async Task FillAsync(EngineFixture fixture)
    {
        var numbers = Enumerable.Range(0, Documents).ToList();
        await fixture.Database.GetCollection("counters").InsertManyAsync(numbers.Select(i => new BsonDocument { { "_id", i }, { "count", i } }));
        await fixture.Database.GetCollection("parts").InsertManyAsync(numbers.Select(i => new BsonDocument { { "_id", i }, { "count", (long)i }, { "note", $"note {i}" } }));
        await fixture.Database.GetCollection("people").InsertManyAsync(numbers.Select(i => new BsonDocument { { "_id", i }, { "first", "Ada" }, { "last", $"L{i}" } }));
    }
}
