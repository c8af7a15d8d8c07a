using Migrations.Engine.Planning;

namespace Migrations.IntegrationTests.Engine;

// Calls that a body does not await, and those that it starts side by side.
public sealed class OpenCallTests
{
    private const int People = 200;

    [Test]
    public async Task A_call_that_nobody_awaits_fails_the_migration([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();

        var failure = Assert.ThrowsAsync<MigrationException>(() => fixture.MigrateAsync("unawaited", transaction));
        var record = (await fixture.ReadAsync("_migrations.applied")).Single();

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.CallNotAwaited));
        Assert.That(failure.Message, Does.Contain("'Insert, and look away'").And.Contain("'IMongoCollection.InsertManyAsync on 'people''").And.Contain("Await"));
        Assert.That(record["status"].AsString, Is.EqualTo("failed"));
        Assert.That(await fixture.ReadAsync("people"), Has.Count.EqualTo(transaction == TransactionMode.Require ? 0 : 20_001));
    }

    [Test]
    public async Task A_dry_run_says_so_too()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        Assert.That(
            () => fixture.NewEngine().DryRunAsync(new PlanRequest { Tree = "unawaited" }, CancellationToken.None),
            Throws.InstanceOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.CallNotAwaited));
    }

    [Test]
    public async Task Calls_side_by_side_are_all_done([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();

        var result = await fixture.MigrateAsync("sidebyside", transaction);

        var people = await fixture.ReadAsync("people");
        Assert.That(people.Select(p => p["_id"].AsInt32), Is.EqualTo(Enumerable.Range(0, People)));
        Assert.That(people.Select(p => p["seen"].AsBoolean), Has.All.True);
        Assert.That(await fixture.ReadAsync("copies"), Is.EqualTo(people));
        Assert.That(result.Steps.Single().Actions.Single().Description, Is.EqualTo($"{4 * People} read"));
        Assert.That(result.Steps.Single().Counts.Inserted, Is.EqualTo(2 * People));
    }

    [Test]
    public async Task A_call_that_failed_while_nobody_looked_fails_the_migration()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        var failure = Assert.ThrowsAsync<MigrationException>(() => fixture.MigrateAsync("lostfailure", TransactionMode.Never));

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.CallNotAwaited));
        Assert.That(failure.Message, Does.Contain("'IMongoCollection.InsertOneAsync on 'people' (it failed: ").And.Contain("E11000"));
        Assert.That((await fixture.ReadAsync("_migrations.applied")).Single()["status"].AsString, Is.EqualTo("failed"));
    }

    [Test]
    public async Task A_failure_that_the_body_has_caught_is_its_own_affair()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        var result = await fixture.MigrateAsync("caughtfailure", TransactionMode.Never);

        Assert.That(result.Steps.Single().Actions.Single().Description, Is.EqualTo("It is there already"));
    }

    [Test]
    public async Task A_method_that_nobody_can_await_fails_the_migration([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();

        var failure = Assert.ThrowsAsync<MigrationException>(() => fixture.MigrateAsync("asyncvoid", transaction));

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.CallNotAwaited));
        Assert.That(failure.Message, Does.Contain("'async void'"));
        Assert.That(await fixture.ReadAsync("people"), Has.Count.EqualTo(transaction == TransactionMode.Require ? 0 : 1));
    }

    [Test]
    public async Task What_a_body_left_running_is_refused_while_its_check_looks_and_fails_the_migration()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        var failure = Assert.ThrowsAsync<MigrationException>(() => fixture.MigrateAsync("latewriter"));

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.CallNotAwaited));
        Assert.That(failure.Message, Does.Contain("'Write while the check looks'").And.Contain("'IMongoCollection.InsertOneAsync on 'people''"));
        Assert.That(await fixture.ReadAsync("people"), Is.Empty);
        Assert.That((await fixture.ReadAsync("_migrations.applied")).Single()["status"].AsString, Is.EqualTo("failed"));
    }

    [Test]
    public async Task What_a_body_left_running_until_the_next_migration_fails_the_run()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        var failure = Assert.ThrowsAsync<MigrationException>(() => fixture.MigrateAsync("toolate"));

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.CallNotAwaited));
        Assert.That(failure.Message, Does.Contain("'IMongoCollection.InsertOneAsync on 'people''"));
        Assert.That(await fixture.ReadAsync("people"), Is.Empty);
    }
}
