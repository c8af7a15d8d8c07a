using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Tests.Passes.Batches;

namespace Migrations.Engine.Tests.Kinds.TypeMoves;

public sealed class DeletedTypeTests
{
    private const string Everywhere = """
        { "_id": 1, "pet": { "_t": "Gone", "n": { "$numberLong": "1" } }, "pets": [{ "_t": "Gone" }, { "_t": "Dog", "name": "Rex" }, { "_t": "Gone", "m": 2 }], "home": { "guest": { "_t": ["Pet", "Gone"] }, "x": 1 }, "note": "n" }
        """;

    [Test]
    public void They_are_not_seen_and_not_touched()
    {
        Owner? seen = null;

        var change = Apply(new ForwardMigration(Gone, (input, _) => seen = input), Everywhere);

        Assert.That(change, Is.Null);
        Assert.That(seen!.Pet, Is.Null);
        Assert.That(seen.Home!.Guest, Is.Null);
        Assert.That(seen.Pets!.Single().Name, Is.EqualTo("Rex"));
    }

    [Test]
    public void What_stands_beside_them_is_migrated()
    {
        var update = Apply(new ForwardMigration(Gone, (_, output) => output.Pets![0].Name = "Max"), Everywhere)!.Update.ToJson();

        Assert.That(update, Is.EqualTo("""{ "$set" : { "pets" : [{ "_t" : "Gone" }, { "_t" : "Dog", "name" : "Max" }, { "_t" : "Gone", "m" : 2 }] } }"""));
    }

    [Test]
    public void They_stay_where_the_new_type_has_no_member_for_them()
    {
        var after = Apply(new LonerMigration(Gone), Everywhere)!.After;

        Assert.That(after.ToJson(), Is.EqualTo("""{ "_id" : 1, "pet" : { "_t" : "Gone", "n" : 1 }, "pets" : [{ "_t" : "Gone" }, { "_t" : "Dog", "name" : "Rex" }, { "_t" : "Gone", "m" : 2 }], "home" : { "guest" : { "_t" : ["Pet", "Gone"] } }, "note" : "alone" }"""));
    }

    [Test]
    public void Writing_over_one_is_refused()
    {
        Assert.That(() => Apply(new ForwardMigration(Gone, (_, output) => output.Pet = new Dog()), Everywhere), Refused("'pet'"));
        Assert.That(() => Apply(new ForwardMigration(Gone, (_, output) => output.Home!.Guest = new Dog()), Everywhere), Refused("'home.guest'"));
    }

    [Test]
    public void Those_inside_the_items_of_an_array_are_lost_by_no_change()
    {
        const string nested = """{ "_id": 1, "pets": [{ "_t": "Dog", "friend": { "_t": "Gone" } }] }""";

        Assert.That(Apply(new ForwardMigration(Gone), nested), Is.Null);
        Assert.That(Apply(new ForwardMigration(Gone, (_, output) => output.Pets!.Add(new Cat())), nested)!.After["pets"].AsBsonArray[0].ToString(), Does.Contain("\"friend\" : { \"_t\" : \"Gone\" }"));
        Assert.That(() => Apply(new ForwardMigration(Gone, (_, output) => output.Pets!.Clear()), nested), Refused("'pets'"));
        Assert.That(() => Apply(new ForwardMigration(Gone, (_, output) => output.Pets = null), nested), Refused("'pets'"));
    }

    [Test]
    public void A_document_that_is_one_is_left_alone() =>
        Assert.That(Apply(new ForwardMigration(Gone, (_, _) => Assert.Fail("It is not for the migration.")), """{ "_id": 1, "_t": "Gone", "pet": { "_t": "Unknown" } }"""), Is.Null);

    [Test]
    public void What_an_earlier_migration_deleted_is_not_seen_either()
    {
        var transform = Transforms.Of(new OwnerMigration(_ => { }, (input, output) => output.Note = input.Pet?.Name ?? "none"), MigrationDirection.Up, new TypeMap().DeleteType("Shop.Old.*"));

        var update = transform.EffectOn(BsonDocument.Parse("""{ "_id": 1, "pet": { "_t": "Shop.Old.Fish, Shop", "name": "Nemo" } }""").ToRaw())!.Update.ToJson();

        Assert.That(update, Is.EqualTo("""{ "$set" : { "note" : "none" } }"""));
    }

    [Test]
    public void What_is_not_seen_keeps_its_bytes_wherever_it_is([Range(1, 200)] int seed)
    {
        var document = new RandomDocuments(seed).Next("A", "B", "Ns.C", "Ns.D, Assembly", "E");
        var types = new TypeRewriter(new TypeMap().DeleteType("A").DeleteType("Ns.*").Resolve);
        byte[] seen = [5, 0, 0, 0, 0];
        var migration = new BagMigration(
            map => map.DeleteType("A").DeleteType("Ns.*"),
            output =>
            {
                seen = MongoDB.Bson.BsonExtensionMethods.ToBson(output.Rest!);
                output.Note = "new";
            });

        var after = Transforms.Of(migration, MigrationDirection.Up).EffectOn(document)?.After;

        after?.Remove("note");
        Assert.That(types.HasDeleted(seen), Is.False);
        Assert.That(after is null, Is.EqualTo(types.IsDeleted(document.Bytes.Span)));
        Assert.That((after ?? document.ToBsonDocument()).ToRaw(), Is.EqualTo(document));
    }

    private static void Gone(TypeMap types) => types.DeleteType("Gone");

    private static NUnit.Framework.Constraints.ContainsConstraint Refused(string member) => Throws.TypeOf<DocumentMappingException>().With.Message.Contains(member);

    private static Effect? Apply(MigrationBody migration, string json) => Transforms.Of(migration, MigrationDirection.Up).EffectOn(BsonDocument.Parse(json).ToRaw());
}
