using Migrations.Engine.Kinds;
using Migrations.Engine.Kinds.Typed;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Planning;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Attributes;

namespace Migrations.Engine.Tests.Kinds.Typed;

// The driver maps no member that it could not set, so a document would not fill it and what is put into it would go nowhere.
public sealed class UnmappedTests
{
    [TestCase(typeof(LinesGetClosed), "ReadOnlyOrder.Lines")]
    [TestCase(typeof(TotalIsComputed), "ComputedOrder.Total")]
    [TestCase(typeof(LinesGetClosedWithin), "ReadOnlyOrder.Lines")]
    [TestCase(typeof(MatchesNoList), "'Line'")]
    [TestCase(typeof(MatchesNoPath), "'Lines.Nothing'")]
    [TestCase(typeof(MatchesTwice), "twice")]
    [TestCase(typeof(ClassOfItsOwn), "serializer of its own")]
    public void Classes_that_would_lose_something_are_refused_before_anything_runs(Type migration, string expected)
    {
        var failure = Assert.Throws<MigrationException>(() => TypedClasses.Check([Step(migration)]));

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.FaultyClasses));
        Assert.That(failure.Message, Does.Contain(expected).And.Contain(migration.Name));
    }

    [Test]
    public void All_of_them_are_reported_at_once() =>
        Assert.That(() => TypedClasses.Check([Step(typeof(LinesGetClosed)), Step(typeof(TotalIsComputed))]), Throws.TypeOf<MigrationException>().With.Message.Contains("1. ").And.Message.Contains("2. "));

    [TestCase(typeof(LinesAreIgnored))]
    [TestCase(typeof(LinesAreOpen))]
    [TestCase(typeof(LinesAreGivenToTheConstructor))]
    [TestCase(typeof(LinesAreMappedByTheField))]
    public void Those_that_lose_nothing_are_not(Type migration) => Assert.That(() => TypedClasses.Check([Step(migration)]), Throws.Nothing);

    [Test]
    public void A_step_that_goes_back_to_images_needs_no_classes() =>
        Assert.That(() => TypedClasses.Check([Step(typeof(LinesGetClosed)) with { Direction = MigrationDirection.Down, IsFromImages = true }]), Throws.Nothing);

    [Test]
    public void A_document_that_stores_what_the_class_does_not_map_is_refused()
    {
        Assert.That(
            () => TypedEffect.After<ReadOnlyOrder>("""{ "_id": 1, "Lines": [{ "Qty": 1 }] }""", _ => { }),
            Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Lines").And.Message.Contains("ReadOnlyOrder.Lines").And.Message.Contains("private set"));
        Assert.That(
            () => TypedEffect.After<Parts<ReadOnlyOrder>>("""{ "_id": 1, "Items": [{ "lines": [] }] }""", _ => { }),
            Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Items.0.lines"));
        Assert.That(
            () => TypedEffect.After<Nothing, ReadOnlyOrder>("""{ "_id": 1, "Lines": [{ "Qty": 1 }] }""", (_, _) => { }),
            Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Lines"));
    }

    [Test]
    public void So_is_one_to_which_the_code_adds_it()
    {
        Assert.That(
            () => TypedEffect.After<ReadOnlyOrder>("""{ "_id": 1 }""", o => o.Lines.Add(new Part())),
            Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Lines").And.Message.Contains("ReadOnlyOrder.Lines"));
        Assert.That(
            () => TypedEffect.After<Parts<ReadOnlyOrder>>("""{ "_id": 1, "Items": [{ "Id": 1 }] }""", o => o.Items!.Add(new ReadOnlyOrder { Lines = { new Part() } })),
            Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Items.1.Lines"));
    }

    [Test]
    public void What_is_left_alone_or_computed_or_ignored_is_not_a_reason()
    {
        Assert.That(TypedEffect.After<ReadOnlyOrder>("""{ "_id": 1, "State": 1 }""", o => o.State = 2), Is.EqualTo(TypedEffect.Canonical("""{ "_id": 1, "State": 2 }""")));
        Assert.That(TypedEffect.Update<ComputedOrder>("""{ "_id": 1, "Total": 5 }""", o => o.Qty = 2), Is.EqualTo("""{ "$set" : { "Qty" : 2 } }"""));
        Assert.That(TypedEffect.Update<IgnoringOrder>("""{ "_id": 1, "Lines": [] }""", o => o.Lines.Add(new Part())), Is.Null);
    }

    private static PlannedStep Step(Type migration) => new() { Migration = CatalogueReader.Read("test", [new RegisteredMigrationAttribute(migration, "c", "m.cs", 1)]).Migrations.Single() };

    public sealed class OpenOrder
    {
        public int Id { get; set; }

        public int State { get; set; }

        public int Total { get; set; }

        public List<Part>? Lines { get; set; }
    }

    public sealed class Part
    {
        public int Qty { get; set; }
    }

    public sealed class ReadOnlyOrder
    {
        public int Id { get; set; }

        public int State { get; set; }

        public List<Part> Lines { get; } = [];
    }

    public sealed class ComputedOrder
    {
        public int Id { get; set; }

        public int Qty { get; set; }

        public int Total => Qty * 2;
    }

    public sealed class IgnoringOrder
    {
        public int Id { get; set; }

        [BsonIgnore]
        public List<Part> Lines { get; } = [];
    }

    public sealed class BuiltOrder(int id, List<Part> lines)
    {
        public int Id { get; } = id;

        public List<Part> Lines { get; } = lines;
    }

    public sealed class FieldOrder
    {
        [BsonElement("Lines")]
        private readonly List<Part> _lines = [];

        public int Id { get; set; }

        public IReadOnlyList<Part> Lines => _lines;

        public void Add(Part part) => _lines.Add(part);
    }

    public sealed class Around<T>
    {
        public int Id { get; set; }

        public Dictionary<string, List<T>>? Orders { get; set; }
    }

    [BsonSerializer(typeof(OwnSerializer))]
    public sealed class Own;

    public sealed class OwnSerializer : MongoDB.Bson.Serialization.Serializers.SerializerBase<Own>;

    [Migration("20260101000001", "Lines get closed", Tree = "t")]
    public sealed class LinesGetClosed : DocumentMigration<OpenOrder, ReadOnlyOrder>
    {
        public override string Collection => "c";

        public override void Up(OpenOrder input, ReadOnlyOrder output) => output.State = 1;
    }

    [Migration("20260101000001", "Total is computed", Tree = "t")]
    public sealed class TotalIsComputed : DocumentMigration<OpenOrder, ComputedOrder>
    {
        public override string Collection => "c";

        public override void Up(OpenOrder input, ComputedOrder output) => output.Qty = 1;
    }

    [Migration("20260101000001", "Lines get closed within", Tree = "t")]
    public sealed class LinesGetClosedWithin : DocumentMigration<Around<OpenOrder>, Around<ReadOnlyOrder>>
    {
        public override string Collection => "c";

        public override void Up(Around<OpenOrder> input, Around<ReadOnlyOrder> output) => output.Id = 1;
    }

    [Migration("20260101000001", "Lines are ignored", Tree = "t")]
    public sealed class LinesAreIgnored : DocumentMigration<OpenOrder, IgnoringOrder>
    {
        public override string Collection => "c";

        public override void Up(OpenOrder input, IgnoringOrder output) => output.Id = 1;
    }

    [Migration("20260101000001", "Lines are open", Tree = "t")]
    [MatchElements("Lines")]
    public sealed class LinesAreOpen : DocumentMigration<OpenOrder>
    {
        public override string Collection => "c";

        public override void Up(OpenOrder document) => document.State = 1;
    }

    [Migration("20260101000001", "Lines are given to the constructor", Tree = "t")]
    public sealed class LinesAreGivenToTheConstructor : DocumentMigration<OpenOrder, BuiltOrder>
    {
        public override string Collection => "c";

        public override void Up(OpenOrder input, BuiltOrder output) => output.Lines.Clear();
    }

    [Migration("20260101000001", "Lines are mapped by the field", Tree = "t")]
    public sealed class LinesAreMappedByTheField : DocumentMigration<OpenOrder, FieldOrder>
    {
        public override string Collection => "c";

        public override void Up(OpenOrder input, FieldOrder output) => output.Id = 1;
    }

    [Migration("20260101000001", "Matches no list", Tree = "t")]
    [MatchElements("Line")]
    public sealed class MatchesNoList : DocumentMigration<OpenOrder>
    {
        public override string Collection => "c";

        public override void Up(OpenOrder document) => document.State = 1;
    }

    [Migration("20260101000001", "Matches no path", Tree = "t")]
    [MatchElements("Lines.Nothing", Key = "Qty")]
    public sealed class MatchesNoPath : DocumentMigration<OpenOrder>
    {
        public override string Collection => "c";

        public override void Up(OpenOrder document) => document.State = 1;
    }

    [Migration("20260101000001", "Matches twice", Tree = "t")]
    [MatchElements("Lines")]
    [MatchElements("Lines", Key = "Qty")]
    public sealed class MatchesTwice : DocumentMigration<OpenOrder>
    {
        public override string Collection => "c";

        public override void Up(OpenOrder document) => document.State = 1;
    }

    [Migration("20260101000001", "Class of its own", Tree = "t")]
    public sealed class ClassOfItsOwn : DocumentMigration<Own>
    {
        public override string Collection => "c";

        public override void Up(Own document)
        {
        }
    }

    private sealed class Nothing
    {
        public int Id { get; set; }
    }
}
