using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;

namespace Migrations.IntegrationTests.Engine;

public sealed class ComponentTests
{
    private static readonly PlanRequest Declared = new() { Tree = "declared" };

    [Test]
    public async Task A_tree_that_the_application_should_declare_is_not_migrated_before_it_does()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        Assert.That(() => fixture.RunAsync(Declared), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.ComponentsMissing));
        await new SchemaComponent("elsewhere", null, "1.0.0").DeclareAsync(fixture.Database);
        Assert.That(() => fixture.RunAsync(Declared), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.ComponentUndeclared));
    }

    [TestCase(TransactionMode.Auto)]
    [TestCase(TransactionMode.Never)]
    public async Task What_the_application_declares_follows_the_head(TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        await new SchemaComponent("declared", null, "1.0.0").DeclareAsync(fixture.Database);
        await fixture.StampAsync(new StampRequest { IsInitialisation = true, At = ["declared@1.0.0"] });

        await fixture.RunAsync(Declared, transaction);

        Assert.That((await fixture.ReadAsync("_migrations.components")).Single()["version"].AsString, Is.EqualTo("2.0.0"));
        await fixture.RunAsync(Declared with { Direction = MigrationDirection.Down, Distance = 1 }, transaction);
        Assert.That((await fixture.ReadAsync("_migrations.components")).Single()["version"].AsString, Is.EqualTo("1.0.0"));
    }

    [Test]
    public async Task Another_version_than_the_head_stops_everything()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        await new SchemaComponent("declared", null, "2.0.0").DeclareAsync(fixture.Database);
        await fixture.StampAsync(new StampRequest { IsInitialisation = true, At = ["declared@1.0.0"] });

        Assert.That(() => fixture.RunAsync(Declared), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.ComponentMismatch));
        Assert.That((await fixture.NewEngine().VerifyAsync("declared", CancellationToken.None)).Findings.Select(f => f.Code), Is.EqualTo(new[] { MigrationErrorCode.ComponentMismatch }));
    }

    [Test]
    public async Task A_stamp_without_a_position_believes_the_application()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        await new SchemaComponent("declared", null, "1.0.0").DeclareAsync(fixture.Database);

        await fixture.StampAsync(new StampRequest());
        await fixture.RunAsync(Declared);

        Assert.That((await fixture.ReadAsync("marks")).Select(m => m["_id"].AsString), Is.EqualTo(new[] { "declared 2.0.0" }));
    }
}
