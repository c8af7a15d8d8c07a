using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Bytes;
using Migrations.Engine.Kinds;
using Migrations.Engine.Model;

namespace Migrations.Engine.Tests.Model;

public sealed class CatalogueTests
{
    [Test]
    public void A_migration_is_described_without_being_run()
    {
        var catalogue = Create(typeof(Good));

        Assert.That(catalogue.Migrations.Single(), Has.Property("Kind").EqualTo(BodyKinds.FreeForm).And.Property("IsReversible").True.And.Property("Checksum").EqualTo("c"));
    }

    [Test]
    public void A_typed_migration_is_reversible_only_between_its_own_types() =>
        Assert.That(Create(typeof(TypedBody), typeof(WronglyTyped)).Migrations.Select(m => m.IsReversible), Is.EqualTo(new[] { true, false }));

    [Test]
    public void A_type_move_is_reversible_when_it_says_so() =>
        Assert.That(Create(typeof(Moved), typeof(MovedForGood)).Migrations.Select(m => (m.Kind, m.IsReversible)), Is.EqualTo(new[] { (BodyKinds.Types, true), (BodyKinds.Types, false) }));

    [Test]
    public void Images_can_be_kept_of_single_documents() =>
        Assert.That(Create(typeof(Keeping)).Migrations.Single(), Has.Property("KeepsBeforeImages").True.And.Property("IsReversible").False);

    [Test]
    public void What_emits_is_reversible_when_it_says_so_raw_or_typed() =>
        Assert.That(Create(typeof(Emitting), typeof(EmittingTyped)).Migrations.Select(m => (m.Kind, m.IsReversible)), Is.EqualTo(new[] { (BodyKinds.Emit, false), (BodyKinds.Emit, true) }));

    [TestCase(typeof(KeepingEmitted))]
    [TestCase(typeof(KeepingNothing))]
    [TestCase(typeof(KeepingUnread))]
    public void Images_cannot_be_kept_where_no_documents_are_read(Type type)
    {
        Assert.That(
            () => Create(type),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.FaultyMigrations).And.Message.Contains("[KeepBeforeImages]"));
    }

    [Test]
    public void Every_fault_is_listed()
    {
        var failure = Assert.Throws<MigrationException>(() => Create(typeof(BadId), typeof(BadTree), typeof(NoMigration), typeof(NeedsArgument), typeof(Good), typeof(Good)));

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.FaultyMigrations));
        Assert.That(failure.Message, Does.Contain("yesterday").And.Contain("no tree").And.Contain("NoMigration").And.Contain("constructor").And.Contain("2 times"));
    }

    private static MigrationCatalogue Create(params Type[] types) =>
        CatalogueReader.Read("test", types.Select((type, i) => new RegisteredMigrationAttribute(type, "c", $"{type.Name}.cs", i + 1)));

    [Migration("20260101000001", "Good")]
    public sealed class Good : Migration, IReversible
    {
        public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing is run.");

        public Task DownAsync(MigrationContext context, CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing is run.");
    }

    [KeepBeforeImages]
    [Migration("20260101000002", "Keeping")]
    public sealed class Keeping : DocumentMigration<Good, BadId>
    {
        public override string Collection => throw new InvalidOperationException("Nothing is run.");

        public override void Up(Good input, BadId output) => Assert.Fail();
    }

    [KeepBeforeImages]
    [Migration("20260101000002", "Keeping nothing")]
    public sealed class KeepingNothing : Migration
    {
        public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [KeepBeforeImages]
    [Migration("20260101000002", "Keeping what is not read")]
    public sealed class KeepingUnread : PipelineMigration
    {
        public override string Collection => "c";

        public override FilterDefinition<BsonDocument> Filter => FilterDefinition<BsonDocument>.Empty;

        public override UpdateDefinition<BsonDocument> Update => "{}";
    }

    [KeepBeforeImages]
    [Migration("20260101000002", "Keeping what is emitted")]
    public sealed class KeepingEmitted : Emitting;

    [Migration("20260101000002", "Emitting")]
    public class Emitting : EmitMigration
    {
        public override string Collection => throw new InvalidOperationException("Nothing is run.");

        public override string Target => throw new InvalidOperationException("Nothing is run.");

        public override void Up(RawDocument source, DocumentEmitter emit) => Assert.Fail();
    }

    [Migration("20260101000003", "Emitting typed")]
    public sealed class EmittingTyped : EmitMigration<Good>, IReversibleEmit<BadId>
    {
        public override string Collection => "c";

        public override string Target => "t";

        public override void Up(Good source, DocumentEmitter emit) => Assert.Fail();

        public void Down(BadId source, DocumentEmitter emit) => Assert.Fail();
    }

    [Migration("20260101000002", "TypedBody")]
    public sealed class TypedBody : DocumentMigration<Good, BadId>, IReversible<BadId, Good>
    {
        public override string Collection => "c";

        public override void Up(Good input, BadId output) => Assert.Fail();

        public void Down(BadId input, Good output) => Assert.Fail();
    }

    [Migration("20260101000003", "Wrongly typed")]
    public sealed class WronglyTyped : DocumentMigration<Good, BadId>, IReversible<Good, BadId>
    {
        public override string Collection => "c";

        public override void Up(Good input, BadId output) => Assert.Fail();

        public void Down(Good input, BadId output) => Assert.Fail();
    }

    [Migration("20260101000004", "Moved")]
    public sealed class Moved : TypeMoveMigration, IReversibleTypes
    {
        public override string Collection => "c";

        public override void Setup(TypeMap types) => throw new InvalidOperationException("Nothing is run.");
    }

    [Migration("20260101000005", "Moved for good")]
    public sealed class MovedForGood : TypeMoveMigration
    {
        public override string Collection => "c";

        public override void Setup(TypeMap types) => throw new InvalidOperationException("Nothing is run.");
    }

    [Migration("yesterday", "Bad id")]
    public sealed class BadId : Migration
    {
        public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [Migration("20260101000004", "Bad tree", Tree = "no tree")]
    public sealed class BadTree : Migration
    {
        public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [Migration("20260101000005", "No migration")]
    public sealed class NoMigration;

    [Migration("20260101000006", "Needs an argument")]
    public sealed class NeedsArgument(string text) : Migration
    {
        public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => Task.FromException(new InvalidOperationException(text));
    }
}
