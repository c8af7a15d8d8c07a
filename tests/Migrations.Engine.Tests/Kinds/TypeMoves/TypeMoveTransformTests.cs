using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Tests.Passes.Batches;

namespace Migrations.Engine.Tests.Kinds.TypeMoves;

public sealed class TypeMoveTransformTests
{
    [Test]
    public void Only_the_names_are_written()
    {
        var change = Up(new Swap(), """{ "_id": 1, "_t": "A", "n": 1, "inner": { "_t": "B", "m": 2 }, "list": [{ "_t": "A" }, 3] }""");

        Assert.That(change!.Update.ToJson(), Is.EqualTo("""{ "$set" : { "_t" : "B", "inner._t" : "A", "list" : [{ "_t" : "B" }, 3] } }"""));
    }

    [Test]
    public void A_document_without_moved_types_costs_no_write() =>
        Assert.That(Up(new Swap(), """{ "_id": 1, "_t": "C" }"""), Is.Null);

    [Test]
    public void Going_down_the_inverse_is_written()
    {
        var down = Transforms.Of(new Chain(), MigrationDirection.Down).EffectOn(BsonDocument.Parse("""{ "_id": 1, "_t": ["Root", "New"] }""").ToRaw());

        Assert.That(down!.After.ToJson(), Is.EqualTo("""{ "_id" : 1, "_t" : ["Root", "Old"] }"""));
    }

    [Test]
    public void A_map_that_only_translates_writes_nothing() =>
        Assert.That(Up(new Alias(), """{ "_id": 1, "_t": "Old" }"""), Is.Null);

    [TestCase(typeof(Lossy))]
    [TestCase(typeof(Contradictory))]
    [TestCase(typeof(Broken))]
    public void A_map_that_cannot_be_used_is_refused_before_anything_is_written(Type migration) => Assert.That(
        () => Transforms.Of((MigrationBody)Activator.CreateInstance(migration)!, MigrationDirection.Up),
        Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.TypeMapInvalid).And.Message.Contains(migration.Name));

    private static Effect? Up(MigrationBody body, string json) => Transforms.Of(body, MigrationDirection.Up).EffectOn(BsonDocument.Parse(json).ToRaw());

    internal sealed class Swap() : Move(types => types.MoveType("A", "B").MoveType("B", "A"));

    internal sealed class Chain() : Move(types => types.MoveType("Old", "New"));

    internal sealed class Alias() : Move(types => types.MoveType("Old", "New").Rewrite = false);

    internal sealed class Lossy() : Move(types => types.MoveType("A", "C").MoveType("B", "C"));

    internal sealed class Contradictory() : Move(types => types.MoveType("A", "B").DeleteType("A"));

    internal sealed class Broken() : Move(_ => throw new InvalidOperationException("No."));

    internal abstract class Move(Action<TypeMap> setup) : TypeMoveMigration, IReversibleTypes
    {
        public override string Collection => "c";

        public override void Setup(TypeMap types) => setup(types);
    }
}
