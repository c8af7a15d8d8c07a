using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Driver;
using Migrations.Engine.Expecting;
using Migrations.Engine.Kinds;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;

namespace Migrations.Engine.Tests.Expecting;

public sealed class SurroundingFindingsTests
{
    private static readonly string[] Others = ["item", "people"];

    [Test]
    public void A_collection_that_is_missing_beside_others_is_named_with_the_one_that_was_probably_meant()
    {
        var finding = Find(Others, typeof(ItemsToTitles)).Single();

        Assert.That((finding.Code, finding.IsWarning), Is.EqualTo((MigrationErrorCode.CollectionMissing, true)));
        Assert.That(finding.Text, Does.Contain("'items'").And.Contain("'item' is the most similar").And.Contain("'people'").And.Contain("MayBeMissing"));
    }

    [Test]
    public void It_is_a_fault_where_it_is_refused() =>
        Assert.That(SurroundingFindings.Find(Expectations(typeof(ItemsToTitles)), new Surroundings { Collections = Others }, "shop", refusesMissing: true).Single().IsWarning, Is.False);

    [Test]
    public void Nothing_is_missing_in_an_empty_database_or_in_one_whose_collections_nobody_may_list()
    {
        Assert.That(Find([], typeof(ItemsToTitles)), Is.Empty);
        Assert.That(SurroundingFindings.Find(Expectations(typeof(ItemsToTitles)), Surroundings.Unknown, "shop", refusesMissing: true), Is.Empty);
    }

    [Test]
    public void A_collection_may_be_missing_where_the_migration_says_so() => Assert.That(Find(Others, typeof(MayLack)), Is.Empty);

    [Test]
    public void What_is_there_is_not_missing() => Assert.That(Find(["items", "people"], typeof(ItemsToTitles), typeof(OneCollection)), Is.Empty);

    [TestCase(typeof(Anything))]
    [TestCase(typeof(Emits))]
    [TestCase(typeof(OneCollection))]
    public void What_an_earlier_migration_may_make_is_not_expected(Type earlier)
    {
        Assert.That(Find(["people"], earlier, typeof(ItemsToTitles)).Where(f => f.Migration!.Type == typeof(ItemsToTitles)), Is.Empty);
        Assert.That(Find(["people"], typeof(ItemsToTitles), earlier).Where(f => f.Migration!.Type == typeof(ItemsToTitles)), Is.Not.Empty);
    }

    [Test]
    public void A_migration_whose_order_depends_on_other_trees_expects_nothing_that_those_may_make()
    {
        var typed = Describe(typeof(ItemsToTitles), 1) with { DependsOn = ["other"] };
        var anything = Describe(typeof(Anything), 2);

        var alone = ExpectationList.Of([typed], _ => false);
        var beside = ExpectationList.Of([typed, anything with { Identity = anything.Identity with { Tree = "other" } }], _ => false);

        Assert.That(alone.Select(e => e.Collection), Is.EqualTo(new[] { "items" }));
        Assert.That(beside, Is.Empty);
    }

    [Test]
    public void What_was_begun_expects_nothing_any_more() => Assert.That(ExpectationList.Of([Describe(typeof(ItemsToTitles), 1)], _ => true), Is.Empty);

    [Test]
    public void A_migration_that_fails_to_say_its_collection_stops_nobody_from_looking() =>
        Assert.That(Find(["people"], typeof(Throws), typeof(ItemsToTitles)).Select(f => f.Migration!.Type), Is.EqualTo(new[] { typeof(ItemsToTitles) }));

    [Test]
    public void A_member_that_no_document_has_is_named_with_the_names_that_they_have()
    {
        var finding = FindUnseen(["_id", "nmae", "price"], typeof(ItemsToTitles)).Single();

        Assert.That((finding.Code, finding.IsWarning), Is.EqualTo((MigrationErrorCode.MemberUnseen, true)));
        Assert.That(finding.Text, Does.Contain("'name' (Item.Name)").And.Contain("'nmae' is the most similar").And.Contain("'price'").And.Contain("40 document(s)"));
    }

    [Test]
    public void A_member_that_some_document_has_is_right() => Assert.That(FindUnseen(["_id", "name"], typeof(ItemsToTitles)), Is.Empty);

    [Test]
    public void Where_no_document_was_seen_nothing_is_said() =>
        Assert.That(FindUnseen([], typeof(ItemsToTitles), documents: 0), Is.Empty);

    [Test]
    public void A_member_that_the_migration_writes_itself_may_be_new_unless_its_name_is_almost_another()
    {
        Assert.That(FindUnseen(["_id", "price"], typeof(Rename)), Is.Empty);
        Assert.That(FindUnseen(["_id", "nmae"], typeof(Rename)).Select(f => f.Code), Is.EqualTo(new[] { MigrationErrorCode.MemberUnseen }));
    }

    [Test]
    public void After_another_migration_of_the_collection_nobody_can_tell_its_members() =>
        Assert.That(ExpectationList.Of([Describe(typeof(Raw), 1), Describe(typeof(ItemsToTitles), 2)], _ => false).SelectMany(e => e.Members), Is.Empty);

    [TestCase("userName", "user_name")]
    [TestCase("titel", "title")]
    [TestCase("categry", "category")]
    public void The_similar_name_is_found(string name, string similar) => Assert.That(SimilarName.Find(name, ["price", similar, "kind"]), Is.EqualTo(similar));

    [TestCase("qty")]
    [TestCase("")]
    public void No_name_is_similar_to_an_altogether_different_one(string name) => Assert.That(SimilarName.Find(name, ["price", "kind"]), Is.Null);

    private static IReadOnlyList<Finding> Find(string[] collections, params Type[] pending) =>
        SurroundingFindings.Find(Expectations(pending), new Surroundings { Collections = collections }, "shop", refusesMissing: false);

    private static IReadOnlyList<Finding> FindUnseen(string[] names, Type migration, int documents = 40)
    {
        var expectations = Expectations(migration);
        var surroundings = new Surroundings { Collections = ["items"], Samples = expectations.ToDictionary(e => e.Migration, _ => new SampledNames(documents, names)) };
        return SurroundingFindings.Find(expectations, surroundings, "shop", refusesMissing: false);
    }

    private static IReadOnlyList<Expectation> Expectations(params Type[] pending) =>
        ExpectationList.Of(pending.Select((type, i) => new PlannedStep { Migration = Describe(type, i + 1) }));

    private static MigrationDescriptor Describe(Type type, int number)
    {
        var described = CatalogueReader.Read("test", [new RegisteredMigrationAttribute(type, "c", $"{type.Name}.cs", 1)]).Migrations.Single();
        return described with { Identity = described.Identity with { Id = $"2026010100000{number}" } };
    }

    public class Item
    {
        [BsonElement("name")]
        public string? Name { get; set; }
    }

    public sealed class Titled
    {
        [BsonElement("title")]
        public string? Title { get; set; }
    }

    [Migration("20260101000001", "Typed")]
    public class ItemsToTitles : DocumentMigration<Item, Titled>
    {
        public override string Collection => "items";

        public override void Up(Item input, Titled output)
        {
        }
    }

    [Migration("20260101000001", "May lack")]
    public sealed class MayLack : ItemsToTitles
    {
        public override bool MayBeMissing => true;
    }

    [Migration("20260101000001", "Throws")]
    public sealed class Throws : ItemsToTitles
    {
        public override string Collection => throw new NotSupportedException();
    }

    [Migration("20260101000001", "Same")]
    public sealed class Rename : DocumentMigration<Item>
    {
        public override string Collection => "items";

        public override void Up(Item document)
        {
        }
    }

    [Migration("20260101000001", "Raw")]
    public sealed class Raw : RawDocumentMigration
    {
        public override string Collection => "items";

        public override void Up(Migrations.Bytes.RawDocument document, DocumentUpdate update)
        {
        }
    }

    [Migration("20260101000001", "Emits")]
    public sealed class Emits : EmitMigration
    {
        public override string Collection => "people";

        public override string Target => "items";

        public override void Up(Migrations.Bytes.RawDocument source, DocumentEmitter emit)
        {
        }
    }

    [Migration("20260101000001", "Anything")]
    public sealed class Anything : Migration
    {
        public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [Migration("20260101000001", "One collection")]
    public sealed class OneCollection : CollectionMigration
    {
        public override string Collection => "people";

        public override Task UpAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
