using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Bson;

namespace Migrations.TestPlugin;

[Migration("20260101000001", "Dogs and cats change places", Tree = "swap")]
public sealed class SwapTypes : TypeMoveMigration, IReversibleTypes
{
    public override string Collection => "pets";

    public override void Setup(TypeMap types) => types.MoveType("Dog", "Cat").MoveType("Cat", "Dog");
}

[Migration("20260101000001", "Wolves become hounds, and the namespace moves", Tree = "moved")]
public sealed class MoveTypes : TypeMoveMigration, IReversibleTypes
{
    public override string Collection => "pets";

    public override void Setup(TypeMap types) => types.MoveType("Wolf", "Hound").MoveNamespace("Shop.Old", "Shop");
}

[Migration("20260101000002", "Hounds become dogs, and are counted", Tree = "moved")]
public sealed class CountDogs : DocumentMigration<Kennel, CountedKennel>, IReversible<CountedKennel, Kennel>
{
    public override string Collection => "pets";

    public override void Setup(TypeMap types) => types.MoveType<Dog>("Hound");

    public override void Up(Kennel input, CountedKennel output) => output.Dogs = input.Pets?.OfType<Dog>().Count();

    public void Down(CountedKennel input, Kennel output)
    {
        // The count goes with its member.
    }
}

public class Kennel
{
    [BsonElement("pets")]
    public IReadOnlyList<Pet>? Pets { get; set; }
}

public sealed class CountedKennel : Kennel
{
    [BsonElement("dogs")]
    public int? Dogs { get; set; }
}

[BsonKnownTypes(typeof(Dog), typeof(Cat))]
public abstract class Pet
{
    [BsonElement("name")]
    public string? Name { get; set; }
}

public sealed class Dog : Pet;

public sealed class Cat : Pet;
