using MongoDB.Bson;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;

namespace Migrations.IntegrationTests.Engine;

// A free-form body without a transaction: what it had begun to write is for somebody to look at, and what it had not is nothing to speak of.
public sealed class HalfDoneBodyTests
{
    private const string Id = "20260101000001";
    private const int Documents = 6;

    [Test]
    public async Task Wherever_its_run_dies_no_document_is_counted_twice_unasked([Values] MigrationDirection direction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture);
        var request = direction == MigrationDirection.Up ? new PlanRequest { Tree = "half" } : new PlanRequest { Tree = "half", To = "base", Direction = MigrationDirection.Down };
        var (refused, begunAnew) = (0, 0);
        var isDead = true;
        for (var point = 4; isDead; point++)
        {
            await PrepareAsync(fixture, direction);
            var before = await CountsAsync(fixture);
            isDead = await DieAsync(fixture, request, point);
            var half = await CountsAsync(fixture);
            var (done, code) = await TryAsync(fixture, request);
            var after = await CountsAsync(fixture);

            Assert.That(done || code == MigrationErrorCode.DecisionRequired, Is.True, $"died at {point}: {code}");
            Assert.That(after, Is.EqualTo(done ? before.Select(c => direction == MigrationDirection.Up ? c + 1 : c - 1) : half), $"died at {point}");
            Assert.That(done || !half.SequenceEqual(before), Is.True, $"Nothing was written, and it was asked about nevertheless, died at {point}.");
            refused += done ? 0 : 1;
            begunAnew += done && isDead ? 1 : 0;
            await fixture.StampAsync(new StampRequest { At = ["half@base"], IsForced = true });
        }

        Assert.That(refused, Is.GreaterThan(0), "It never died after a write.");
        Assert.That(begunAnew, Is.GreaterThan(0), "It never died before a write.");
    }

    [Test]
    public async Task One_that_fails_before_it_writes_starts_again_without_a_question()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture, stopAt: 0);
        Assert.That(() => fixture.MigrateAsync("half", TransactionMode.Never), Throws.InstanceOf<MigrationException>());
        await GoAsync(fixture);

        await fixture.MigrateAsync("half", TransactionMode.Never);

        Assert.That(await CountsAsync(fixture), Has.All.EqualTo(1));
    }

    [Test]
    public async Task One_that_fails_after_it_wrote_says_what_and_waits_for_a_decision([Values] TransactionMode next)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture, stopAt: 4);
        Assert.That(() => fixture.MigrateAsync("half", TransactionMode.Never), Throws.InstanceOf<MigrationException>());
        await GoAsync(fixture);

        var refusal = Assert.ThrowsAsync<MigrationException>(() => fixture.MigrateAsync("half", next));
        var record = (await fixture.NewEngine().GetStatusAsync(CancellationToken.None)).Trees.Single(t => t.Name == "half").Migrations[0].Record!;

        Assert.That(refusal!.Code, Is.EqualTo(MigrationErrorCode.DecisionRequired));
        Assert.That(refusal.Message, Does.Contain("'counters' (at least 4 changed)").And.Contain($"migrations rollback --tree half --distance 1 --accept-half-done half@{Id}"));
        Assert.That(record.Written, Is.EqualTo(new[] { new CollectionWrites("counters", new() { Matched = 4, Modified = 4 }) }));
        Assert.That(await CountsAsync(fixture), Is.EqualTo(new[] { 1, 1, 1, 1, 0, 0 }));
    }

    [Test]
    public async Task In_a_transaction_it_is_all_or_nothing_and_starts_again_without_a_question()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture, stopAt: 4);
        Assert.That(() => fixture.MigrateAsync("half"), Throws.InstanceOf<MigrationException>());
        await GoAsync(fixture);

        await fixture.MigrateAsync("half");

        Assert.That(await CountsAsync(fixture), Has.All.EqualTo(1));
    }

    [Test]
    public async Task It_is_rolled_back_by_its_Down_when_somebody_says_so()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture, stopAt: 4);
        Assert.That(() => fixture.MigrateAsync("half", TransactionMode.Never), Throws.InstanceOf<MigrationException>());
        await GoAsync(fixture);
        var back = new PlanRequest { Tree = "half", Distance = 1, Direction = MigrationDirection.Down };

        Assert.That(() => fixture.RunAsync(back), Throws.InstanceOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DecisionRequired));
        await fixture.RunAsync(back with { AcceptHalfDone = [$"half@{Id}"] });

        Assert.That(await CountsAsync(fixture), Is.EqualTo(new[] { 0, 0, 0, 0, -1, -1 }));
        Assert.That((await fixture.NewEngine().VerifyAsync("half", CancellationToken.None)).Findings, Is.Empty);
    }

    [Test]
    public async Task Data_that_were_corrected_by_hand_are_said_to_be_so([Values(nameof(SettledAs.Applied), nameof(SettledAs.NotApplied))] string settled, [Values("half", "halfLost")] string tree)
    {
        var outcome = Enum.Parse<SettledAs>(settled);
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture, stopAt: 4);
        Assert.That(() => fixture.MigrateAsync(tree, TransactionMode.Never), Throws.InstanceOf<MigrationException>());

        var accepted = await fixture.NewEngine().AcceptAsync(new AcceptRequest([$"{tree}@{Id}"], outcome), CancellationToken.None);
        var verified = await fixture.NewEngine().VerifyAsync(tree, CancellationToken.None);
        var status = (await fixture.NewEngine().GetStatusAsync(CancellationToken.None)).Trees.Single(t => t.Name == tree);
        var journal = await fixture.NewEngine().GetJournalAsync(tree, 1, CancellationToken.None);

        Assert.That(accepted.Settled.Single().Head.Revision, Is.EqualTo(outcome == SettledAs.Applied ? Id : null));
        Assert.That(verified.Findings, Is.Empty);
        Assert.That(verified.Pending, Has.Count.EqualTo(outcome == SettledAs.Applied ? 0 : 1));
        Assert.That(status.Head, Is.EqualTo(outcome == SettledAs.Applied ? Id : null));
        Assert.That((journal[0].Event, journal[0].Id), Is.EqualTo(("accept", Id)));
    }

    [Test]
    public async Task One_that_is_applied_has_nothing_to_settle()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture);
        await fixture.MigrateAsync("half");

        Assert.That(
            () => fixture.NewEngine().AcceptAsync(new AcceptRequest([$"half@{Id}"], SettledAs.NotApplied), CancellationToken.None),
            Throws.InstanceOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.NotAccepted));
    }

    private static async Task PrepareAsync(EngineFixture fixture, MigrationDirection direction)
    {
        await FillAsync(fixture);
        if (direction == MigrationDirection.Down)
        {
            await fixture.MigrateAsync("half");
        }
    }

    private static async Task<bool> DieAsync(EngineFixture fixture, PlanRequest request, int point)
    {
        var channel = new DyingChannel(fixture.Channel, point);
        try
        {
            await fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Never }, channel: channel).RunAsync(request, fixture.Observer, CancellationToken.None);
        }
        catch (MigrationException) when (channel.IsDead)
        {
        }

        await fixture.NewEngine().UnlockAsync(CancellationToken.None);
        return channel.IsDead;
    }

    private static async Task<(bool Done, MigrationErrorCode? Code)> TryAsync(EngineFixture fixture, PlanRequest request)
    {
        try
        {
            await fixture.RunAsync(request, TransactionMode.Never);
            return (true, null);
        }
        catch (MigrationException e)
        {
            return (false, e.Code);
        }
    }

    private static async Task<List<int>> CountsAsync(EngineFixture fixture) => [.. (await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32)];

    private static Task<MongoDB.Driver.UpdateResult> GoAsync(EngineFixture fixture) => fixture.Database.GetCollection("counters").UpdateManyAsync("{}", """{ "$unset": { "stop": 1 } }""");

    private static async Task FillAsync(EngineFixture fixture, int? stopAt = null)
    {
        await fixture.Database.GetCollection("counters").DeleteManyAsync("{}");
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => i == stopAt ? new BsonDocument { { "_id", i }, { "count", 0 }, { "stop", "Not this one." } } : new BsonDocument { { "_id", i }, { "count", 0 } }));
    }
}
