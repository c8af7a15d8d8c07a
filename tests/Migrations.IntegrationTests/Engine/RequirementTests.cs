using Migrations.Engine.Planning;

namespace Migrations.IntegrationTests.Engine;

public sealed class RequirementTests
{
    private static readonly PlanRequest Ask = new() { Tree = "asking", Options = new Dictionary<string, string> { ["greeting"] = "hello" } };

    [Test]
    public async Task Options_reach_the_migration_with_their_defaults()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        await fixture.RunAsync(Ask);

        Assert.That((await fixture.ReadAsync("greetings")).Single()["text"].AsString, Is.EqualTo("hello!"));
    }

    [Test]
    public async Task All_failing_preconditions_are_listed_and_nothing_runs()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("people").InsertManyAsync([new() { { "name", "bad" } }, new() { { "name", "odd" } }]);

        var failure = Assert.ThrowsAsync<MigrationException>(() => fixture.RunAsync(Ask));

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.PreconditionFailed));
        Assert.That(failure.Message, Does.Contain("2 precondition(s)").And.Contain("\"bad\"").And.Contain("\"odd\""));
        Assert.That(await fixture.ReadAsync("greetings"), Is.Empty);
        Assert.That(await fixture.ReadAsync("_migrations.applied"), Is.Empty);
    }

    [Test]
    public async Task Force_skips_what_may_be_skipped_and_is_journaled()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("people").InsertOneAsync(new() { { "name", "odd" } });
        await fixture.Database.GetCollection("leftovers").InsertOneAsync(new() { { "_id", 1 } });

        Assert.ThrowsAsync<MigrationException>(() => fixture.RunAsync(Ask));
        await fixture.RunAsync(Ask with { IsForced = true });

        var journal = await fixture.NewEngine().GetJournalAsync("asking", 10, CancellationToken.None);
        Assert.That(journal.Where(e => e.Event == "force").Select(e => e.Detail), Is.EquivalentTo(new[] { "Passed over: No documents in 'leftovers': there are 1", """Passed over: No documents in 'people' that match { "name": "odd" }: there are 1""" }));
    }

    [Test]
    public async Task Force_does_not_pass_over_the_others()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("people").InsertOneAsync(new() { { "name", "bad" } });

        Assert.That(() => fixture.RunAsync(Ask with { IsForced = true }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.PreconditionFailed));
    }

    [Test]
    public async Task A_precondition_that_is_not_static_is_checked_just_before_its_migration()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("leftovers").InsertOneAsync(new() { { "_id", 1 } });

        var preview = await fixture.NewEngine().PlanAsync(Ask, CancellationToken.None);

        Assert.That(preview.Preconditions.Select(p => (p.IsChecked, p.Fault)), Is.EquivalentTo(new (bool, string?)[] { (true, null), (true, null), (false, null) }));
        Assert.That(() => fixture.RunAsync(Ask), Throws.TypeOf<MigrationException>().With.Message.Contains("leftovers"));
    }
}
