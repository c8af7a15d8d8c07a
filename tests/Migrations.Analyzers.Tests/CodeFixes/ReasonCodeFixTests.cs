using Migrations.CodeFixes;

namespace Migrations.Analyzers.Tests.CodeFixes;

public sealed class ReasonCodeFixTests
{
    [TestCase("=> Task.CompletedTask;")]
    [TestCase("=> throw new NotImplementedException();")]
    public async Task An_empty_way_back_makes_room_for_a_reason(string down) => Assert.That(
        await FixAsync($$"""
            [Migration("20260101000001", "Add a rating")]
            public class Body : Migration, IReversible
            {
                public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;

                public Task DownAsync(MigrationContext context, CancellationToken cancellationToken) {{down}}
            }
            """),
        Is.EqualTo("""
            [Migration("20260101000001", "Add a rating")]
            [Irreversible("TODO: say why.")]
            public class Body : Migration
            {
                public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
            }
            """));

    [Test]
    public async Task Of_an_interface_with_classes_as_well() => Assert.That(
        await FixAsync("""
            public class Order { }
            // Says who ordered.
            public class Body : CollectionMigration<Order>, IReversibleCollection<Order>, IDisposable
            {
                public override string Collection => "orders";
                public Task DownAsync(IMongoCollection<Order> collection, MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
                public override Task UpAsync(IMongoCollection<Order> collection, MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
                public void Dispose() { }
            }
            """),
        Is.EqualTo("""
            public class Order { }
            // Says who ordered.
            [Irreversible("TODO: say why.")]
            public class Body : CollectionMigration<Order>, IDisposable
            {
                public override string Collection => "orders";
                public override Task UpAsync(IMongoCollection<Order> collection, MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
                public void Dispose() { }
            }
            """));

    [Test]
    public async Task What_destroys_data_gets_one() => Assert.That(
        await FixAsync(AnalyzedPlugin.FreeForm("await context.Database.DropCollectionAsync(\"carts\");", attributes: "// Clears up.")),
        Is.EqualTo(AnalyzedPlugin.FreeForm("await context.Database.DropCollectionAsync(\"carts\");", attributes: "// Clears up.\n[Destructive(\"TODO: say why.\")]")));

    [Test]
    public void The_reason_is_for_the_author_so_it_is_not_written_everywhere_at_once() => Assert.That(new ReasonCodeFix().GetFixAllProvider(), Is.Null);

    private static Task<string?> FixAsync(string code) => FixedPlugin.OfAsync(new ReasonCodeFix(), code);
}
