using Migrations.Engine.Planning;
using Migrations.Engine.Tests.Passes.Batches;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Kinds;

namespace Migrations.Engine.Tests.Kinds.TypeMoves;

public sealed class TypedTypeMoveTests
{
    [Test]
    public void Names_are_rewritten_before_the_body_and_written_with_its_changes()
    {
        var update = Up(
            new OwnerMigration(types => types.MoveType<Dog>("OldDog"), (input, output) => output.Note = ((Dog)input.Pet!).Name),
            """{ "_id": 1, "pet": { "_t": "OldDog", "name": "Rex", "barks": true }, "pets": [{ "_t": "OldDog", "tag": 5 }] }""");

        Assert.That(update, Is.EqualTo("""{ "$set" : { "pet._t" : "Dog", "pets" : [{ "_t" : "Dog", "tag" : 5 }], "note" : "Rex" } }"""));
    }

    [Test]
    public void A_changed_sub_document_keeps_what_its_class_does_not_declare()
    {
        var update = Up(
            new OwnerMigration(types => types.MoveType<Dog>("OldDog"), (_, output) => ((Dog)output.Pet!).Barks = false),
            """{ "_id": 1, "pet": { "_t": ["Pet", "OldDog"], "barks": true, "tag": { "$numberLong": "5" } } }""");

        Assert.That(update, Is.EqualTo("""{ "$set" : { "pet._t" : ["Pet", "Dog"], "pet.barks" : false } }"""));
    }

    [Test]
    public void Another_class_brings_its_own_name()
    {
        var update = Up(
            new OwnerMigration(_ => { }, (input, output) => output.Pet = new Cat { Name = input.Pet!.Name }),
            """{ "_id": 1, "pet": { "_t": "Dog", "name": "Tom" } }""");

        Assert.That(update, Is.EqualTo("""{ "$set" : { "pet._t" : "Cat" } }"""));
    }

    [Test]
    public void Going_down_the_old_names_come_back_after_the_body()
    {
        var migration = new OwnerMigration(types => types.MoveType<Dog>("OldDog"), down: (input, output) => output.Note = input.Pet!.GetType().Name);

        var update = Transforms.Of(migration, MigrationDirection.Down).EffectOn(Parse("""{ "_id": 1, "pet": { "_t": "Dog" } }"""))!.Update.ToJson();

        Assert.That(update, Is.EqualTo("""{ "$set" : { "pet._t" : "OldDog", "note" : "Dog" } }"""));
    }

    [TestCase(MigrationDirection.Up)]
    [TestCase(MigrationDirection.Down)]
    public void A_name_that_is_only_translated_is_read_and_never_written(MigrationDirection direction)
    {
        static void Read(Owner input, Owner output) => output.Note = input.Pet!.GetType().Name;
        var migration = new OwnerMigration(types => types.MoveType<Dog>("OldDog").Rewrite = false, Read, Read);

        var update = Transforms.Of(migration, direction).EffectOn(Parse("""{ "_id": 1, "pet": { "_t": "OldDog" }, "pets": [{ "_t": "OldDog" }] }"""))!.Update.ToJson();

        Assert.That(update, Is.EqualTo("""{ "$set" : { "note" : "Dog" } }"""));
    }

    [Test]
    public void An_old_name_is_read_through_the_maps_of_earlier_migrations()
    {
        var earlier = SetupMapOf([new OwnerMigration(types => types.MoveType("Wolf", "OldDog")), new OwnerMigration(types => types.MoveType("Puma", "Cat"))], "owners");
        var migration = new OwnerMigration(types => types.MoveType<Dog>("OldDog"), (input, output) => output.Note = string.Join(' ', input.Pets!.Select(p => p.GetType().Name)));

        var update = Up(migration, """{ "_id": 1, "pets": [{ "_t": "Wolf" }, { "_t": "OldDog" }, { "_t": "Dog" }, { "_t": "Puma" }] }""", earlier);

        Assert.That(update, Is.EqualTo("""{ "$set" : { "pets" : [{ "_t" : "Wolf" }, { "_t" : "Dog" }, { "_t" : "Dog" }, { "_t" : "Puma" }], "note" : "Dog Dog Dog Cat" } }"""));
    }

    [Test]
    public void What_was_moved_in_another_collection_says_nothing() =>
        Assert.That(SetupMapOf([new OwnerMigration(types => types.MoveType("Wolf", "Dog"))], "pets").IsEmpty, Is.True);

    [Test]
    public void Names_that_changed_places_earlier_are_read_as_they_are_now()
    {
        var earlier = SetupMapOf([new OwnerMigration(types => types.MoveType("Dog", "Cat").MoveType("Cat", "Dog"))], "owners");

        var update = Up(new OwnerMigration(_ => { }, (input, output) => output.Note = input.Pet!.GetType().Name), """{ "_id": 1, "pet": { "_t": "Dog" } }""", earlier);

        Assert.That(update, Is.EqualTo("""{ "$set" : { "note" : "Dog" } }"""));
    }

    [Test]
    public void A_raw_migration_sees_the_new_names_and_may_change_the_same_field()
    {
        var update = Up(
            new RawMigration(types => types.MoveType("OldDog", "Dog"), (document, change) => change.Set("pets.0.kind", document["pets"].AsArray.First().AsDocument["_t"]).Unset("pets.1")),
            """{ "_id": 1, "pets": [{ "_t": "OldDog" }, 5] }""");

        Assert.That(update, Is.EqualTo("""{ "$set" : { "pets" : [{ "_t" : "Dog", "kind" : "Dog" }, null] } }"""));
    }

    [Test]
    public void A_raw_migration_that_sets_where_nothing_can_be_set_is_refused() => Assert.That(
        () => Up(new RawMigration(types => types.MoveType("OldDog", "Dog"), (_, change) => change.Set("n.x", 1)), """{ "_id": 1, "_t": "OldDog", "n": 5 }"""),
        Throws.TypeOf<DocumentMappingException>().With.Message.Contains("n.x"));

    [Test]
    public void A_raw_migration_goes_down_on_the_new_names()
    {
        var migration = new RawMigration(types => types.MoveType("OldDog", "Dog"), (document, change) => change.Set("was", document["_t"]));

        var update = Transforms.Of(migration, MigrationDirection.Down).EffectOn(Parse("""{ "_id": 1, "_t": "Dog" }"""))!.Update.ToJson();

        Assert.That(update, Is.EqualTo("""{ "$set" : { "_t" : "OldDog", "was" : "Dog" } }"""));
    }

    private static string? Up(MigrationBody migration, string json, TypeMap? earlier = null) => Transforms.Of(migration, MigrationDirection.Up, earlier).EffectOn(Parse(json))?.Update.ToJson();

    private static TypeMap SetupMapOf(IEnumerable<MigrationBody> earlier, string collection) => SetupMap.Of(earlier.Select(body => (BodyKinds.Of(body.GetType())!, body)), collection);

    private static RawDocument Parse(string json) => BsonDocument.Parse(json).ToRaw();
}
