using Migrations.Engine.Planning;

namespace Migrations.IntegrationTests.Engine;

public sealed class GraphTests
{
    [Test]
    public async Task A_one_shot_takes_a_database_to_another_line_and_back()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        await fixture.RunAsync(new PlanRequest { Tree = "lines", Via = "int_to_uuid" });
        var marks = await MarksAsync(fixture);
        var status = await fixture.NewEngine().GetStatusAsync(CancellationToken.None);
        await fixture.RollBackAsync("lines");

        Assert.That(marks, Is.EquivalentTo(new[] { "int 0.1.0", "int 1.0.0", "int to uuid", "uuid 1.1.0" }));
        Assert.That(status.Trees.Single(t => t.Name == "lines"), Has.Property("Line").EqualTo("Uuid").And.Property("Version").EqualTo("1.1.0").And.Property("Head").EqualTo("20260101000003"));
        Assert.That(await MarksAsync(fixture), Is.Empty);
    }

    [Test]
    public async Task A_new_database_may_begin_on_any_line()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        await fixture.RunAsync(new PlanRequest { To = "lines/Uuid@head" });

        Assert.That(await MarksAsync(fixture), Is.EquivalentTo(new[] { "uuid 1.0.0", "uuid 1.1.0" }));
    }

    [TestCase(TransactionMode.Auto)]
    [TestCase(TransactionMode.Never)]
    public async Task The_order_of_a_late_migration_is_fixed_on_the_data(TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.RunAsync(new PlanRequest { Tree = "chain" }, transaction, without: "20260101000002");
        fixture.Observer.Actions.Clear();

        await fixture.RunAsync(new PlanRequest { Tree = "chain", Late = LatePolicy.FixOrder }, transaction);

        Assert.That(fixture.Observer.Actions, Is.EqualTo(new[] { "Link 2", "Link 3" }));
        Assert.That((await fixture.ReadAsync("chain")).Select(d => d["_id"].ToInt32()), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That((await fixture.NewEngine().VerifyAsync("chain", CancellationToken.None)).Findings, Is.Empty);
    }

    [Test]
    public async Task A_late_migration_may_run_late()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.RunAsync(new PlanRequest { Tree = "chain" }, without: "20260101000002");

        await fixture.RunAsync(new PlanRequest { Tree = "chain", Late = LatePolicy.RunLate });

        var status = await fixture.NewEngine().GetStatusAsync(CancellationToken.None);
        Assert.That(status.Trees.Single(t => t.Name == "chain").Head, Is.EqualTo("20260101000003"));
        Assert.That((await fixture.NewEngine().VerifyAsync("chain", CancellationToken.None)).Findings, Is.Empty);
    }

    [Test]
    public async Task The_record_says_where_a_migration_started()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        await fixture.RunAsync(new PlanRequest { Tree = "lines", Via = "int_to_uuid" });

        var applied = await fixture.ReadAsync("_migrations.applied");
        Assert.That(applied.Select(a => (a["_id"].AsBsonDocument["id"].AsString, a["parent"].AsString)), Is.EquivalentTo(new[]
        {
            ("20260101000001", "base"), ("20260101000002", "20260101000001"), ("20260101000009", "20260101000002"), ("20260101000003", "2101fbf51ad3"),
        }));
    }

    private static async Task<IEnumerable<string>> MarksAsync(EngineFixture fixture) => (await fixture.ReadAsync("marks")).Select(d => d["_id"].AsString);
}
