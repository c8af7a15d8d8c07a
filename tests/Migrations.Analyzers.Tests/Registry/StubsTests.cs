namespace Migrations.Analyzers.Tests.Registry;

// What the registry says of members that nobody has written yet.
public sealed class StubsTests
{
    private const string Up = "public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken)";
    private const string Down = "public Task DownAsync(MigrationContext context, CancellationToken cancellationToken)";
    private const string Done = "=> Task.CompletedTask;";
    private const string Stub = "=> throw new NotSupportedException(\"Write it.\");";

    [TestCase(Stub)]
    [TestCase("=> throw new NotImplementedException();")]
    [TestCase("{ throw new NotImplementedException(); }")]
    [TestCase("{ var models = context.GetCollection(\"models\"); throw new NotSupportedException(models.ToString()); }")]
    [TestCase("=> throw new ForNowException();")]
    public void A_body_that_can_only_throw_that_it_is_not_there_is_not_written(string body) =>
        Assert.That(Registered(Free(": Migration", Up + body)), Does.EndWith(", 4, NotWritten = \"UpAsync\")]\n"));

    [TestCase(Done)]
    [TestCase("{ if (context is null) { throw new NotSupportedException(); } return Task.CompletedTask; }")]
    [TestCase("{ if (context is not null) { return Task.CompletedTask; } throw new NotSupportedException(); }")]
    [TestCase("=> throw new InvalidOperationException(\"Run the export first.\");")]
    [TestCase("=> context is null ? throw new NotSupportedException() : Task.CompletedTask;")]
    [TestCase("=> Task.FromException(new NotSupportedException());")]
    public void A_body_that_may_do_something_else_is_written(string body) => Assert.That(Registered(Free(": Migration", Up + body)), Does.Not.Contain("NotWritten"));

    [Test]
    public void The_way_back_is_told_apart()
    {
        Assert.That(Registered(Free(": Migration, IReversible", Up + Done + Down + Stub)), Does.Contain(", DownNotWritten = \"DownAsync\")]").And.Not.Contain(", NotWritten"));
        Assert.That(Registered(Free(": Migration, IReversible", Up + Done + "Task IReversible.DownAsync(MigrationContext context, CancellationToken cancellationToken)" + Stub)), Does.Contain(", DownNotWritten = \"DownAsync\")]"));
        Assert.That(Registered(Free(": Migration, IReversible", Up + Done + Down + Done)), Does.Not.Contain("NotWritten"));
    }

    [Test]
    public void Properties_count_each_for_its_direction()
    {
        const string Members = """
            public override string Collection => "models";
            public override FilterDefinition<BsonDocument> Filter { get { throw new NotSupportedException(); } }
            public override UpdateDefinition<BsonDocument> Update => throw new NotSupportedException();
            public UpdateDefinition<BsonDocument> DownUpdate => throw new NotSupportedException();
            public override FilterDefinition<BsonDocument> DownFilter => throw new NotSupportedException();
            """;

        Assert.That(Registered(Free(": PipelineMigration, IReversiblePipeline", Members)), Does.Contain(", NotWritten = \"Filter, Update\", DownNotWritten = \"DownUpdate, DownFilter\")]"));
    }

    [Test]
    public void What_a_derived_class_has_written_is_written()
    {
        const string Base = "public abstract class Common : Migration { public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => throw new NotSupportedException(); }\n";

        Assert.That(Registered(Free(": Common", Up + Done) + Base), Does.Not.Contain("NotWritten"));
        Assert.That(Registered(Free(": Common", "") + Base), Does.Contain("NotWritten = \"UpAsync\""));
    }

    [Test]
    public void Members_that_the_product_does_not_ask_for_and_checks_that_fail_do_not_count()
    {
        const string Others = "public override string ToString() => throw new NotSupportedException(); public int Later => throw new NotImplementedException(); public override Task VerifyAsync(MigrationContext context, CancellationToken cancellationToken) => throw new NotSupportedException();";

        Assert.That(Registered(Free(": Migration", Up + Done + Others)), Does.Not.Contain("NotWritten"));
    }

    [Test]
    public void A_project_without_migrations_still_says_that_it_is_a_plugin() => Assert.That(RegistryRun.Of("public sealed class Note;").Source, Does.Contain("typeof(global::Migrations.MigrationBody)"));

    private static string Free(string bases, string members) => $$"""
        using Migrations; using MongoDB.Bson; using MongoDB.Driver; using System; using System.Threading; using System.Threading.Tasks;
        public sealed class ForNowException : NotImplementedException;
        [Migration("20260101000001", "First")]
        public sealed class First {{bases}} { {{members}} }

        """;

    private static string Registered(string source) => RegistryRun.Of(source).Source;
}
