using MongoDB.Driver;
using MongoDB.Bson;
using Migrations.Engine.Kinds;
using Migrations.Engine.Kinds.Fields;
using Migrations.Engine.Model;

namespace Migrations.Engine.Tests.Kinds.Fields;

public sealed class FieldDeclarationTests
{
    private static readonly TestCaseData[] Paths =
    [
        Case(s => s.Unset("")), Case(s => s.Unset("a..b")), Case(s => s.Unset(".a")), Case(s => s.Unset("a.")), Case(s => s.Set("$a", 1)), Case(s => s.Set("a.$b", 1)),
        Case(s => s.Set("_id", 1)), Case(s => s.Rename("_id.a", "b")), Case(s => s.Rename("b", "_id")), Case(s => s.Unset("a\0b")), Case(s => s.ForEach("a", e => e.Unset("$x"))),
    ];

    private static readonly TestCaseData[] Conflicts =
    [
        Case(s => s.Rename("a", "a")), Case(s => s.Rename("a", "a.b")), Case(s => s.Rename("a.b", "a")), Case(s => s.Set("a", 1).Unset("a")), Case(s => s.Unset("meta").SetDefault("meta.lang", "en")),
        Case(s => s.Rename("a", "b").Rename("b", "c")), Case(s => s.Split("a", " ", "a", "b")), Case(s => s.Join("a", " ", "b", "b")), Case(s => s.ForEach("a", e => e.Unset("x").Set("x.y", 1))),
        Case(s => s.ForEach("a", e => e.Unset("x")).Rename("a.b", "c")),
    ];

    private static readonly TestCaseData[] Senseless =
    [
        Case(_ => { }), Case(s => s.ForEach("a", _ => { })), Case(s => s.Convert("a", BsonType.Int32, BsonType.Int32)), Case(s => s.Convert("a", BsonType.Boolean, BsonType.String)),
        Case(s => s.Convert("a", BsonType.Array, BsonType.String)), Case(s => s.Cast("a", BsonType.String, BsonType.Int32, "none")), Case(s => s.Cast("a", BsonType.Null, BsonType.Int32)),
        Case(s => s.Replace("a", 1, 1)), Case(s => s.Split("a", "", "b", "c")), Case(s => s.Split("a", " ", "b")), Case(s => s.Join("a", " ")),
    ];

    [TestCaseSource(nameof(Paths))]
    public void A_path_that_cannot_be_is_a_fault(Action<FieldSteps> define) => Assert.That(Find(define), Is.Not.Empty.And.All.EqualTo(MigrationErrorCode.FieldPathInvalid));

    [TestCaseSource(nameof(Conflicts))]
    public void Steps_for_the_same_field_are_a_fault(Action<FieldSteps> define) => Assert.That(Find(define), Is.Not.Empty.And.All.EqualTo(MigrationErrorCode.FieldStepsConflict));

    [TestCaseSource(nameof(Senseless))]
    public void A_step_that_says_nothing_sensible_is_a_fault(Action<FieldSteps> define) => Assert.That(Find(define), Is.Not.Empty.And.All.EqualTo(MigrationErrorCode.FieldStepInvalid));

    [Test]
    public void Steps_that_lie_apart_are_none() =>
        Assert.That(Find(s => s.Rename("a", "b").Rename("ab", "a1").Set("c.a", 1).Set("c.ab", 1).ForEach("d", e => e.Set("_id", 1).Rename("a", "b"))), Is.Empty);

    [TestCase(typeof(Reversible), true)]
    [TestCase(typeof(Irreversible), false)]
    public void Whether_there_is_a_way_back_say_the_steps(Type type, bool isReversible)
    {
        var migration = Create(type).Migrations.Single();

        Assert.That(migration, Has.Property("Kind").EqualTo(BodyKinds.Fields).And.Property("IsReversible").EqualTo(isReversible));
        Assert.That(migration.IrreversibleSteps, isReversible ? Is.Empty : Is.EqualTo(new[] { "Unset 'a'", "Set 'x' to 1 (in 'list')", "Compute 'now' where it is missing" }));
    }

    [TestCase(typeof(Unmarked), "Override Filter")]
    [TestCase(typeof(SameBothWays), "Override DownFilter")]
    public void What_cannot_be_told_from_what_is_migrated_needs_a_filter(Type type, string cure) => Assert.That(
        () => Create(type),
        Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.FaultyMigrations).And.Message.Contains($"MIG{(int)MigrationErrorCode.FieldFilterMissing}").And.Message.Contains(cure));

    [Test]
    public void All_faults_of_a_class_are_listed_and_one_that_fails_is_one_of_them()
    {
        var failure = Assert.Throws<MigrationException>(() => Create(typeof(Faulty), typeof(Failing), typeof(Keeping)));

        Assert.That(failure!.Message, Does.Contain("4 fault(s)").And.Contain("MIG1612").And.Contain("MIG1613").And.Contain("MIG1615: Its steps cannot be read: TimeZoneNotFoundException").And.Contain("[KeepBeforeImages]"));
    }

    private static TestCaseData Case(Action<FieldSteps> define)
    {
        var steps = new FieldSteps();
        define(steps);
        return new TestCaseData(define).SetArgDisplayNames(string.Join("; ", StepFactory.Create(steps.Steps).Select(s => s.Description.Replace('\0', '0'))));
    }

    private static List<MigrationErrorCode> Find(Action<FieldSteps> define)
    {
        var steps = new FieldSteps();
        define(steps);
        return [.. StepFaults.Find(StepFactory.Create(steps.Steps), isInElement: false).Select(f => f.Code)];
    }

    private static MigrationCatalogue Create(params Type[] types) =>
        CatalogueReader.Read("test", types.Select((type, i) => new RegisteredMigrationAttribute(type, "c", $"{type.Name}.cs", i + 1)));

    public abstract class OnNotes : FieldMigration
    {
        public override string Collection => "notes";
    }

    [Migration("20260101000001", "Reversible")]
    public sealed class Reversible : OnNotes
    {
        public override void Define(FieldSteps steps) => steps.Rename("a", "b").Unset("c", "back").ForEach("list", e => e.Convert("x", BsonType.Int32, BsonType.Int64)).Compute("e", """{ "$toLower": "$b" }""");
    }

    [Migration("20260101000002", "Irreversible")]
    public sealed class Irreversible : OnNotes
    {
        public override void Define(FieldSteps steps) => steps.Unset("a").Rename("b", "c").ForEach("list", e => e.Set("x", 1).Rename("y", "z")).Compute("now", """{ "$dateTrunc": { "date": "$$NOW", "unit": "day" } }""");
    }

    [Migration("20260101000003", "Unmarked")]
    public sealed class Unmarked : OnNotes
    {
        public override void Define(FieldSteps steps) => steps.ForEach("list", e => e.Recompute("price", """{ "$multiply": ["$$this.price", 100] }"""));
    }

    [Migration("20260101000004", "Same both ways")]
    public sealed class SameBothWays : OnNotes
    {
        public override FilterDefinition<BsonDocument> Filter => """{ "v": 1 }""";

        public override void Define(FieldSteps steps) => steps.Recompute("price", """{ "$multiply": ["$price", 100] }""", """{ "$divide": ["$price", 100] }""").Replace("v", 1, 2);
    }

    [Migration("20260101000005", "Faulty")]
    public sealed class Faulty : OnNotes
    {
        public override void Define(FieldSteps steps) => steps.Unset("$a").Rename("b", "b");
    }

    [Migration("20260101000006", "Failing")]
    public sealed class Failing : OnNotes
    {
        public override void Define(FieldSteps steps) => throw new TimeZoneNotFoundException("No.");
    }

    [KeepBeforeImages]
    [Migration("20260101000007", "Keeping")]
    public sealed class Keeping : OnNotes
    {
        public override void Define(FieldSteps steps) => steps.Unset("a");
    }
}
