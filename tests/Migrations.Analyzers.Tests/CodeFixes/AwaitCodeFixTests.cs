using Migrations.CodeFixes;

namespace Migrations.Analyzers.Tests.CodeFixes;

public sealed class AwaitCodeFixTests
{
    [TestCase("_ = plain.InsertOneAsync(new BsonDocument());")]
    [TestCase("var task = plain.InsertOneAsync(new BsonDocument());")]
    public async Task In_an_async_body_the_call_is_awaited(string statement) =>
        Assert.That(await FixAsync(AnalyzedPlugin.FreeForm(statement)), Is.EqualTo(AnalyzedPlugin.FreeForm("await plain.InsertOneAsync(new BsonDocument());")));

    [Test]
    public async Task A_body_that_only_returned_is_made_async()
    {
        var body = Plain("""
                    // One for everybody.
                    context.GetCollection("a").InsertOneAsync(new BsonDocument(), null, cancellationToken);
                    return Task.CompletedTask;
            """);

        Assert.That(await FixAsync(body), Is.EqualTo(Async("""
                    // One for everybody.
                    await context.GetCollection("a").InsertOneAsync(new BsonDocument(), null, cancellationToken);
            """)));
    }

    [Test]
    public async Task What_was_returned_is_awaited_and_a_way_out_stays_one()
    {
        var body = Plain("""
                    if (context.GetOption("skip") is not null) return Task.CompletedTask;
                    if (context.GetOption("other") is not null)
                    {
                        return context.GetCollection("b").InsertOneAsync(new BsonDocument(), null, cancellationToken);
                    }
                    Func<Task> inner = () => { return Task.CompletedTask; };
                    inner();
                    return context.GetCollection("a").InsertOneAsync(new BsonDocument(), null, cancellationToken);
            """);

        var changed = (await FixAsync(body))!.Replace("\r", "", StringComparison.Ordinal);

        Assert.That(changed, Does.Contain("public override async Task UpAsync").And.Contain("await inner();"));
        Assert.That(changed, Does.Contain("Func<Task> inner = () => { return Task.CompletedTask; };"), "A lambda has its own returns.");
        Assert.That(changed, Does.Match(@"await context\.GetCollection\(""b""\)[^;]*;\s+return;\s+}"));
        Assert.That(changed, Does.Match(@"await context\.GetCollection\(""a""\)[^;]*;\s+}\s+}"));
        Assert.That(changed, Does.Match(@"""skip""\) is not null\)\s+{?\s*return;"));
    }

    [Test]
    public async Task A_void_method_of_the_product_cannot_await() => Assert.That(
        await FixAsync("public class Note { } public class Body : DocumentMigration<Note> { public override string Collection => \"a\"; public override void Up(Note document) { Task.Delay(1); } }"), Is.Null);

    private static Task<string?> FixAsync(string code) => FixedPlugin.OfAsync(new AwaitCodeFix(), code);

    private static string Plain(string statements) => Body("Task", statements);

    private static string Async(string statements) => Body("async Task", statements);

    private static string Body(string type, string statements) => $$"""
        public class Body : Migration
        {
            public override {{type}} UpAsync(MigrationContext context, CancellationToken cancellationToken)
            {
        {{statements}}
            }
        }
        """;
}
